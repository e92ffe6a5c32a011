using System.Collections.Concurrent;
using Npgsql;

namespace SchemaBuild.SideBySide.Tools;

/// <summary>As the generated class has it: one set for the process, and the application's data source.</summary>
internal sealed class SchemaBuildTool : Tool
{
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _dataSources = new();
    private readonly ConcurrentDictionary<string, MigrationSet> _sets = new();

    public override string Name => "SchemaBuild";

    public override string Version => VersionOf(typeof(Migrator));

    public override Task MigrateAsync(string connectionString, string set) => Migrator.ApplyAsync(
        _dataSources.GetOrAdd(connectionString, NpgsqlDataSource.Create),
        _sets.GetOrAdd(set, set => new MigrationSet(ScriptSets.Get(set).Select(script => script.ToMigration()))));
}
