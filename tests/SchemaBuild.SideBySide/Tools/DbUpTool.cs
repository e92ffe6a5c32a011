using DbUp;
using DbUp.Engine;

namespace SchemaBuild.SideBySide.Tools;

/// <summary>A transaction for each script, as its author advises, unless a script refuses one.</summary>
internal sealed class DbUpTool : Tool
{
    public override string Name => "DbUp";

    public override string Version => VersionOf(typeof(PostgresqlExtensions));

    public override Task MigrateAsync(string connectionString, string set)
    {
        var scripts = ScriptSets.Get(set);
        var builder = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScripts(scripts.Select(script => new SqlScript($"{script.Version}_{script.Name}.sql", script.Sql)))
            .WithVariablesDisabled().LogToNowhere();
        var result = (scripts.Any(script => script.IsAlone) ? builder.WithoutTransaction() : builder.WithTransactionPerScript()).Build().PerformUpgrade();
        return result.Successful ? Task.CompletedTask : Task.FromException(result.Error);
    }
}
