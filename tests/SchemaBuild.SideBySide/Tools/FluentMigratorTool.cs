using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;

namespace SchemaBuild.SideBySide.Tools;

internal sealed class FluentMigratorTool : Tool
{
    public override string Name => "FluentMigrator";

    public override string Version => VersionOf(typeof(IMigration));

    public override bool CanApplyAny => false;

    public override async Task MigrateAsync(string connectionString, string set)
    {
        await using var services = new ServiceCollection().AddFluentMigratorCore()
            .ConfigureRunner(runner => runner.AddPostgres().WithGlobalConnectionString(connectionString).ScanIn(typeof(FluentMigratorTool).Assembly).For.Migrations())
            .Configure<RunnerOptions>(options => options.Tags = [set])
            .BuildServiceProvider(validateScopes: false);
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
    }
}

public abstract class FluentScript(int number) : ForwardOnlyMigration
{
    public override void Up()
    {
        foreach (var statement in ScriptSets.Get("all")[number - 1].Statements)
            Execute.Sql(statement.TrimStart('!'));
    }
}

[Migration(1), Tags(TagBehavior.RequireAny, "base", "transactional", "concurrently", "all")]
public sealed class Fluent1() : FluentScript(1);

[Migration(2), Tags(TagBehavior.RequireAny, "transactional", "all")]
public sealed class Fluent2() : FluentScript(2);

[Migration(3, TransactionBehavior.None), Tags(TagBehavior.RequireAny, "concurrently", "all")]
public sealed class Fluent3() : FluentScript(3);

[Migration(4), Tags(TagBehavior.RequireAny, "all")]
public sealed class Fluent4() : FluentScript(4);
