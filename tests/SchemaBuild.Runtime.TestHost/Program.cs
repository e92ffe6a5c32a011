using Npgsql;
using SchemaBuild;
using SchemaBuild.Runtime.TestHost;

// Arguments: connection string, name of a scenario, and "rollback" to take all of it back. Prints what it does, so that a test can kill it at a chosen moment.
await using var dataSource = NpgsqlDataSource.Create(args[0]);
if (args is [_, _, "rollback"])
{
    await Migrator.RollbackAsync(dataSource, Scenarios.Get(args[1]), to: null);
    return;
}

var options = new ApplyOptions { Progress = new Printer() };
var result = await Migrator.ApplyAsync(dataSource, Scenarios.Get(args[1]), options);
Console.WriteLine($"applied {result.Applied.Count}");

internal sealed class Printer : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value)
    {
        if (value is { Step: { } step, Elapsed: null })
            Console.WriteLine($"step {value.Migration.Version} {step.Order}");
    }
}
