using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SchemaBuild.Testing;

namespace SchemaBuild.SideBySide;

/// <summary>Clients that read and write all the time, while a migration needs a strong lock on their table and a report has been reading it for a while: what the slowest of them waits.</summary>
internal static class Load
{
    private const int Readers = 4;
    private const int Writers = 4;
    private const int Report = 6;

    private static readonly (string Name, string[] Statements)[] Migrations =
    [
        ("ADD COLUMN", ["ALTER TABLE account ADD COLUMN note text"]),
        ("ADD CHECK … NOT VALID", ["ALTER TABLE account ADD CONSTRAINT positive CHECK (balance > -1000000) NOT VALID"]),
        ("CREATE INDEX", ["CREATE INDEX account_balance ON account (balance)"]),
        ("two tables in one transaction", ["ALTER TABLE other ADD COLUMN note text", "ALTER TABLE account ADD COLUMN note text"]),
    ];

    public static async Task PrintAsync()
    {
        await using var server = await PostgresServer.StartAsync(15);
        Console.WriteLine("| migration | | requests | slowest request | slower than 1 s | the migration took |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, statements) in Migrations)
        {
            await RowAsync(server, name, "defaults", statements, new());
            await RowAsync(server, name, "no lock_timeout", statements, new() { StepLockTimeout = Timeout.InfiniteTimeSpan });
        }
    }

    private static async Task RowAsync(PostgresServer server, string name, string what, string[] statements, ApplyOptions options)
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL); CREATE TABLE other (id int); INSERT INTO account SELECT id, 100 FROM generate_series(1, 10000) AS id");
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Readers + Writers).Select(number => ClientAsync(database, number < Readers, stop.Token)).ToList();
        await using var reader = new NpgsqlConnection(database.ConnectionString);
        await reader.OpenAsync();
        await using (var transaction = await reader.BeginTransactionAsync())
        {
            await using (var begin = new NpgsqlCommand("SELECT count(*) FROM account", reader, transaction))
                await begin.ExecuteScalarAsync();
            var started = Stopwatch.GetTimestamp();
            var migration = Migrator.ApplyAsync(database.DataSource, new MigrationSet([new Script(1, "change", statements).ToMigration()]), options);
            await Task.Delay(TimeSpan.FromSeconds(Report));
            await transaction.CommitAsync();
            await migration;
            var elapsed = Stopwatch.GetElapsedTime(started);
            await stop.CancelAsync();
            var latencies = (await Task.WhenAll(clients)).SelectMany(times => times).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {what} | {latencies.Count} | {latencies.Max():0} ms | {latencies.Count(time => time > 1000)} | {elapsed.TotalSeconds:0.0} s |"));
        }
    }

    private static async Task<List<double>> ClientAsync(TestDatabase database, bool reads, CancellationToken stop)
    {
        var times = new List<double>();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            var id = Random.Shared.Next(1, 10000);
            var started = Stopwatch.GetTimestamp();
            await using (var command = new NpgsqlCommand(reads ? "SELECT balance FROM account WHERE id = $1" : "UPDATE account SET balance = balance + 1 WHERE id = $1", connection)
            {
                Parameters = { new() { Value = id } }, CommandTimeout = 0,
            })
                await command.ExecuteScalarAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(5, CancellationToken.None);
        }

        return times;
    }
}
