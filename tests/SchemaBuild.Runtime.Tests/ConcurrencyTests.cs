using System.Diagnostics;
using Npgsql;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

/// <summary>Several processes migrate one database.</summary>
public sealed class ConcurrencyTests : DatabaseTest
{
    [Theory]
    [InlineData("transactional", false)]
    [InlineData("concurrently", false)]
    [InlineData("mixed", false)]
    [InlineData("transactional", true)]
    [InlineData("concurrently", true)]
    [InlineData("mixed", true)]
    public async Task Several_processes_apply_each_migration_once(string scenario, bool historyExists)
    {
        for (var repetition = 0; repetition < ProofSize.Repetitions; repetition++)
        {
            await DisposeAsync();
            await InitializeAsync();
            var set = Scenarios.Get(scenario);
            if (historyExists)
                await ApplyAsync(Scripts.Set(set[0]));
            var processes = await Task.WhenAll(Enumerable.Range(0, ProofSize.Processes).Select(_ => RunAsync(scenario)));

            Assert.All(processes, process => Assert.Equal((0, ""), (process.ExitCode, process.Errors)));
            Assert.Equal(set.Select(migration => $"{migration.Version}|applied|f"), await HistoryAsync());
            Assert.Equal(set.Sum(migration => migration.Up.Steps.Count), await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE success"));
            Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE NOT success"));
            Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
            Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM (SELECT FROM trace GROUP BY what HAVING count(*) > 1) AS twice"));
            var balance = scenario switch { "transactional" => 150, "mixed" => 130, _ => 100 };
            Assert.Equal(1000L, await Database.ScalarAsync<long>($"SELECT count(*) FROM account WHERE balance = {balance}"));
        }

        ProofSize.Report("processes", $"{scenario}\t{(historyExists ? "existing history" : "empty database")}\t{ProofSize.Processes}\t{ProofSize.Repetitions}\t{ProofSize.Repetitions}");
    }

    [Fact]
    public async Task Several_tasks_of_one_process_apply_each_migration_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ApplyAsync(Scenarios.Get("mixed"))));

        Assert.Equal(4, results.Sum(result => result.Applied.Count));
        Assert.Equal(1000L, await Database.ScalarAsync<long>("SELECT count(*) FROM account WHERE balance = 130"));
    }

    [Fact]
    public async Task When_the_holder_of_the_lock_is_killed_the_one_that_waits_goes_on()
    {
        using var holder = Start("slow");
        while (await holder.StandardOutput.ReadLineAsync(Cancellation) is { } line && line != "step 002 2")
        {
        }

        using var log = new LogKeeper();
        var waiter = ApplyAsync(Scenarios.Get("quick"), new() { LoggerFactory = log });
        while (!log.Lines.Any(line => line.Contains("002_slow since ", StringComparison.Ordinal)))
            await Task.Delay(20, Cancellation);
        Assert.False(waiter.IsCompleted);

        var killed = Stopwatch.GetTimestamp();
        holder.Kill();
        await waiter;

        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(20), "the server must notice a dead client in seconds");
        Assert.Equal(["quick"], await Database.RowsAsync("SELECT what FROM trace"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task An_index_whose_builder_is_killed_is_built_by_the_next_run()
    {
        var set = Scenarios.Get("concurrently");
        await ApplyAsync(Scripts.Set(set[0]));
        await using var writer = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await writer.BeginTransactionAsync(Cancellation);
        await using (var update = new NpgsqlCommand("UPDATE account SET balance = 1 WHERE id = 1", writer, transaction))
            await update.ExecuteNonQueryAsync(Cancellation);

        using var builder = Start("concurrently");
        while (!await Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid)"))
            await Task.Delay(20, Cancellation);
        builder.Kill();
        await builder.WaitForExitAsync(Cancellation);
        var next = ApplyAsync(set);
        await Task.Delay(500, Cancellation);
        Assert.False(next.IsCompleted, "the killed process still holds the lock, and the index of its statement waits for the writer");
        await transaction.RollbackAsync(Cancellation);
        await next;

        Assert.True(await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'account_balance'::regclass"));
        Assert.Equal(["001|applied|f", "003|applied|f"], await HistoryAsync());
        Assert.Equal("003|1|CREATE_INDEX|t|", (await StepsAsync())[^1]);
    }

    private async Task<(int ExitCode, string Errors)> RunAsync(string scenario)
    {
        using var process = Start(scenario);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await output;
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, errors);
    }

    private Process Start(string scenario) => Process.Start(ProofSize.Host(Database.ConnectionString, scenario))!;
}
