using System.Diagnostics;
using Npgsql;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

/// <summary>
/// What clients wait for that read and write all the time, while a report reads their table and a migration wants a strong lock on it. The longer version is in
/// tests/SchemaBuild.SideBySide.
/// </summary>
public sealed class LoadTests : DatabaseTest
{
    private const int Clients = 8;

    private static readonly TimeSpan Report = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData("ALTER TABLE account ADD COLUMN note text")]
    [InlineData("CREATE INDEX account_balance ON account (balance)", "ALTER TABLE account ADD COLUMN note text")]
    public async Task Nobody_waits_behind_a_migration_longer_than_it_waits_for_its_lock(params string[] statements)
    {
        var limited = await SlowestClientAsync(statements, new() { StepLockTimeout = TimeSpan.FromSeconds(1) });
        await Database.ExecuteAsync("DROP TABLE account; DROP TABLE schema_migrations, migration_steps CASCADE");
        var unlimited = await SlowestClientAsync(statements, new() { StepLockTimeout = Timeout.InfiniteTimeSpan });

        Assert.InRange(limited, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));
        Assert.InRange(unlimited, Report - TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
    }

    private async Task<TimeSpan> SlowestClientAsync(string[] statements, ApplyOptions options)
    {
        await Database.ExecuteAsync("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL); INSERT INTO account SELECT id, 100 FROM generate_series(1, 1000) AS id");
        await using var report = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await report.BeginTransactionAsync(Cancellation);
        await using (var reads = new NpgsqlCommand("SELECT count(*) FROM account", report, transaction))
            await reads.ExecuteScalarAsync(Cancellation);

        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(number => ClientAsync(number % 2 == 0, stop.Token)).ToList();
        var migration = ApplyAsync(Scripts.Set(Scripts.Migration("001_change.sql", statements)), options);
        await Task.Delay(Report, Cancellation);
        await transaction.CommitAsync(Cancellation);
        await migration;
        await stop.CancelAsync();
        return (await Task.WhenAll(clients)).Max();
    }

    private async Task<TimeSpan> ClientAsync(bool reads, CancellationToken stop)
    {
        var slowest = TimeSpan.Zero;
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        while (!stop.IsCancellationRequested)
        {
            var id = Random.Shared.Next(1, 1000);
            var started = Stopwatch.GetTimestamp();
            await using var request = new NpgsqlCommand(reads ? $"SELECT balance FROM account WHERE id = {id}" : $"UPDATE account SET balance = balance + 1 WHERE id = {id}", connection);
            await request.ExecuteScalarAsync(Cancellation);
            var elapsed = Stopwatch.GetElapsedTime(started);
            slowest = elapsed > slowest ? elapsed : slowest;
            await Task.Delay(5, Cancellation);
        }

        return slowest;
    }
}
