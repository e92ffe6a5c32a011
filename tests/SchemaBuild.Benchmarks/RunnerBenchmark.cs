using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SchemaBuild.Testing;

namespace SchemaBuild.Benchmarks;

/// <summary>
/// What the runner costs on top of what cannot be saved, side by side in one run: 500 migrations against their bare statements in one transaction each, and a start with
/// nothing to do against opening a connection and one query.
/// </summary>
internal static class RunnerBenchmark
{
    private const int Few = 500;
    private const int Many = 1000;
    private const int Rounds = 5;
    private const int Starts = 200;

    public static async Task PrintAsync()
    {
        await using var server = await PostgresServer.StartAsync();
        var migrations = new MigrationSet(Enumerable.Range(1, Few).Select(Migration));
        await MeasureAsync(server, "warm-up", migrations, print: false);
        await MeasureAsync(server, $"{Few} migrations (a table and an index each)", migrations, print: true);
        await StartsAsync(server);
    }

    private static Migration Migration(int number)
    {
        var (table, index) = ($"CREATE TABLE t{number} (id bigint PRIMARY KEY, name text)", $"CREATE INDEX t{number}_name ON t{number} (name)");
        var version = number.ToString("D4", CultureInfo.InvariantCulture);
        return new Migration(version, "t", "t", new MigrationScript(
            $"{version}_t.sql", $"{table};\n{index};\n", $"CREATE_TABLE 0 {table.Length} 1\nCREATE_INDEX {table.Length + 2} {index.Length} 1 t{number}_name\n"));
    }

    private static async Task MeasureAsync(PostgresServer server, string what, MigrationSet migrations, bool print)
    {
        var (bare, ours) = (new List<double>(), new List<double>());
        for (var round = 0; round < (print ? Rounds : 1); round++)
        {
            bare.Add(await OnNewDatabaseAsync(server, dataSource => BareAsync(dataSource, migrations)));
            ours.Add(await OnNewDatabaseAsync(server, dataSource => Migrator.ApplyAsync(dataSource, migrations)));
        }

        if (print)
            Print(what, "one transaction each over Npgsql", Median(bare), "ApplyAsync", Median(ours));
    }

    private static async Task<double> OnNewDatabaseAsync(PostgresServer server, Func<NpgsqlDataSource, Task> run)
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ScalarAsync<int>("SELECT 1");    // the pool's first connection is not what is measured
        var started = Stopwatch.GetTimestamp();
        await run(database.DataSource);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task BareAsync(NpgsqlDataSource dataSource, MigrationSet migrations)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        foreach (var migration in migrations)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var step in migration.Up.Steps)
            {
                await using var command = new NpgsqlCommand(step.Sql, connection, transaction);
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
    }

    private static async Task StartsAsync(PostgresServer server)
    {
        await using var database = await server.CreateDatabaseAsync();
        var migrations = new MigrationSet(Enumerable.Range(1, Many).Select(Migration));
        await Migrator.ApplyAsync(database.DataSource, migrations);
        var unpooled = database.ConnectionString + ";Pooling=false";
        var (bare, ours) = (new List<double>(), new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            bare.Add(await TimeAsync(async () =>
            {
                await using var dataSource = NpgsqlDataSource.Create(unpooled);
                await using var command = dataSource.CreateCommand("SELECT count(*) FROM schema_migrations");
                await command.ExecuteScalarAsync();
            }));
            ours.Add(await TimeAsync(async () =>
            {
                await using var dataSource = NpgsqlDataSource.Create(unpooled);
                await Migrator.ApplyAsync(dataSource, migrations);
            }));
        }

        Print($"nothing pending, {Many} applied, opening included", "one query", Median(bare), "ApplyAsync", Median(ours));
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var started = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(string what, string bareName, double bare, string oursName, double ours) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}: {bareName} {bare:0.0} ms, {oursName} {ours:0.0} ms, {ours / bare:0.00} x, {ours - bare:+0.0;-0.0} ms"));
}
