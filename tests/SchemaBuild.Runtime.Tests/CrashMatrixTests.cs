using System.Diagnostics;
using Npgsql;
using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

/// <summary>
/// A fault before each statement that reaches the server, after each one (the client never hears that it was done) and inside each one that runs in
/// several transactions, those of the runner's own rows and commits included, on the way up and on the way down; then one plain run must end where an undisturbed one does.
/// </summary>
public sealed class CrashMatrixTests
{
    private const string Scenario = "everything";
    private const string KillClient = "kill -9 of the client";
    private const string KillBackend = "pg_terminate_backend";
    private const string StopServer = "immediate stop of the server";
    private static readonly string[] HistoryTables = ["schema_migrations", "migration_steps"];
    private static readonly string[] WithoutHistory = ["--exclude-table-data=*.schema_migrations*", "--exclude-table-data=*.migration_steps*"];

    public static TheoryData<string> Faults { get; } = [KillClient, KillBackend, StopServer];

    /// <summary>What is inside, the migration, what another session does so that it does not get on, and what ends that.</summary>
    private static readonly (string Where, string Version, string Obstacle, string End)[] Waits =
    [
        ("CREATE INDEX CONCURRENTLY, waiting for writers before the build", "003", "BEGIN; UPDATE account SET balance = 0 WHERE id = 1", "ROLLBACK"),
        ("CREATE INDEX CONCURRENTLY, building", "006", "SELECT pg_advisory_lock(1)", "SELECT pg_advisory_unlock(1)"),
        ("CREATE INDEX CONCURRENTLY, waiting for old snapshots", "003", "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM trace", "ROLLBACK"),
        ("DETACH PARTITION CONCURRENTLY, between its transactions", "007", "BEGIN; SELECT FROM parts", "ROLLBACK"),
        ("REINDEX CONCURRENTLY", "008", "BEGIN; UPDATE account SET balance = 0 WHERE id = 1", "ROLLBACK"),
        ("DROP INDEX CONCURRENTLY", "009", "BEGIN; SELECT FROM account", "ROLLBACK"),
    ];

    private static readonly (string Where, string Version, string Obstacle, string End)[] WaitsDown =
    [
        ("the rollback's CREATE INDEX CONCURRENTLY, waiting for writers before the build", "009", "BEGIN; UPDATE account SET balance = 0 WHERE id = 1", "ROLLBACK"),
        ("the rollback's REINDEX CONCURRENTLY", "008", "BEGIN; UPDATE account SET balance = 0 WHERE id = 1", "ROLLBACK"),
        ("the rollback's DROP INDEX CONCURRENTLY", "006", "BEGIN; SELECT FROM account", "ROLLBACK"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_plain_run_converges_after(string fault) => ConvergesAsync(fault, up: true);

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_plain_rollback_converges_after(string fault) => ConvergesAsync(fault, up: false);

    private static async Task ConvergesAsync(string fault, bool up)
    {
        await using var server = await PostgresServer.StartAsync(ProofSize.Major);
        var (points, wanted) = await UndisturbedAsync(server, up);
        var failures = new List<string>();
        var results = new SortedDictionary<string, (int Passed, int Tried)>(StringComparer.Ordinal);
        var stride = up ? ProofSize.Stride : ProofSize.StrideDown;
        for (var i = Random.Shared.Next(stride); i < points.Count; i += stride)
            Note(points[i], await AtAsync(server, fault, up, i, wanted), $" (point {i} of {points.Count})");
        foreach (var wait in (up ? Waits : WaitsDown).Where((_, i) => i % ProofSize.WaitStride == 0))
            Note($"inside {wait.Where}", await InsideAsync(server, fault, up, wait.Version, wait.Obstacle, wait.End, wanted), "");

        foreach (var (label, (passed, tried)) in results)
            ProofSize.Report(up ? "crashes" : "crashes-down", $"{label}\t{fault}\t{passed}\t{tried}");
        Assert.True(failures.Count == 0, string.Join("\n", failures));

        void Note(string label, string? problem, string where)
        {
            if (problem is not null)
                failures.Add($"{fault}, {label}{where}: {problem}");
            var (passed, tried) = results.GetValueOrDefault(label);
            results[label] = (passed + (problem is null ? 1 : 0), tried + 1);
        }
    }

    private static async Task<(List<string> Points, string Wanted)> UndisturbedAsync(PostgresServer server, bool up)
    {
        await using var database = await DatabaseAsync(server, up);
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(database.ConnectionString));
        var (points, sent, prepared) = (new List<string>(), new Queue<string>(), new Dictionary<string, string>());
        proxy.Seen = message =>
        {
            if (message is { Connection: 1, FromClient: true, Type: 'P' } && message.Text.Split('\0') is [var name, var sql, ..])
                prepared[name] = sql;
            if (!IsPoint(message))
                return;
            if (message.FromClient)
                sent.Enqueue(Label(prepared[message.Text.Split('\0')[1]]));
            points.Add(message.FromClient ? $"before {sent.Last()}" : sent.TryDequeue(out var done) ? $"after {done}" : "in the start of the session");
        };
        await using (var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString))
            await MigrateAsync(dataSource, up, new());
        ProofSize.Report("servers", $"PostgreSQL {await database.ScalarAsync<string>("SHOW server_version")}");
        return (points, await StateAsync(database));
    }

    // A statement (parsed just before, or at the start of the run) on its way to the server, or the answer that it is done; what the second connection asks while the first waits changes nothing.
    private static bool IsPoint(ProtocolMessage message) => message.Connection == 1 && message.Type == (message.FromClient ? 'B' : 'C');

    private static string Label(string sql)
    {
        var table = HistoryTables.FirstOrDefault(name => sql.Contains(name, StringComparison.Ordinal));
        var words = sql.Split([' ', '\n', '('], StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word.All(char.IsAsciiLetterUpper)).Take(3).ToList();
        if (words.IndexOf("CONCURRENTLY") < 0 && sql.Contains(" CONCURRENTLY", StringComparison.Ordinal))
            words.Add("… CONCURRENTLY");
        return $"{string.Join(' ', words)}{(table is null ? "" : $" {table}")}";
    }

    // The fault is made at the point of this number.
    private static async Task<string?> AtAsync(PostgresServer server, string fault, bool up, int number, string wanted)
    {
        await using var database = await DatabaseAsync(server, up);
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(database.ConnectionString));
        var (seen, over, started) = (0, new TaskCompletionSource(), new TaskCompletionSource<Process?>());
        proxy.At = message => IsPoint(message) && seen++ == number;
        proxy.Breaks = fault != KillBackend;
        proxy.Fault = async () =>
        {
            try
            {
                await FaultAsync(server, database, fault, await started.Task);
            }
            finally
            {
                over.SetResult();
            }
        };
        var (client, end) = Start(fault, up, proxy.ConnectionString);
        using var process = client;
        started.SetResult(client);
        await end;
        if (proxy.Hit is null)
            return "the fault was not made";
        await over.Task;
        await AfterAsync(server, fault);
        return await ConvergeAsync(database, up, wanted);
    }

    // The fault is made while the migration waits for another session.
    private static async Task<string?> InsideAsync(PostgresServer server, string fault, bool up, string version, string obstacle, string obstacleEnd, string wanted)
    {
        await using var database = await server.CreateDatabaseAsync();
        var all = Scenarios.Get(Scenario);
        var before = all.TakeWhile(migration => migration.Version != version);
        if (up)
        {
            await Migrator.ApplyAsync(database.DataSource, Scripts.Set([.. before]), cancellationToken: Cancellation);
        }
        else
        {
            await Migrator.ApplyAsync(database.DataSource, all, cancellationToken: Cancellation);
            await Migrator.RollbackAsync(database.DataSource, all, all.Find(version), cancellationToken: Cancellation);
        }

        await using (var other = new NpgsqlConnection(database.ConnectionString + ";Pooling=false"))
        {
            await other.OpenAsync(Cancellation);
            await ExecuteAsync(other, obstacle);
            var (client, end) = Start(fault, up, database.ConnectionString + ";Pooling=false");
            using var process = client;
            while (!await IsRunnerAsync("query LIKE '%CONCURRENTLY%' AND wait_event_type = 'Lock'"))
                await Task.Delay(20, Cancellation);
            await FaultAsync(server, database, fault, client);
            await end;
            // The server notices within seconds that the client is gone, and the statement ends unfinished.
            while (fault != StopServer && await IsRunnerAsync("true"))
                await Task.Delay(20, Cancellation);
            if (fault != StopServer)
                await ExecuteAsync(other, obstacleEnd);
        }

        await AfterAsync(server, fault);
        return await ConvergeAsync(database, up, wanted);

        Task<bool> IsRunnerAsync(string state) => database.ScalarAsync<bool>(
            $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database.Name}' AND application_name LIKE 'SchemaBuild%' AND {state})");
    }

    // Only a process of its own can be killed; to the others it makes no difference, and starting it takes longer than all the rest.
    private static (Process? Client, Task End) Start(string fault, bool up, string connectionString)
    {
        if (fault != KillClient)
            return (null, RunHereAsync(connectionString, up));
        var process = Process.Start(ProofSize.Host(up ? [connectionString, Scenario] : [connectionString, Scenario, "rollback"]))!;
        return (process, Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation), process.WaitForExitAsync(Cancellation)));
    }

    private static async Task RunHereAsync(string connectionString, bool up)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        try
        {
            await MigrateAsync(dataSource, up, new() { MaxAttempts = 1 });
        }
        catch (MigrationException)
        {
            // What it says is the subject of other tests.
        }
    }

    private static async Task FaultAsync(PostgresServer server, TestDatabase database, string fault, Process? client)
    {
        switch (fault)
        {
            case KillClient:
                client!.Kill();
                await client.WaitForExitAsync(Cancellation);
                break;
            case KillBackend:
                await using (var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
                {
                    await connection.OpenAsync(Cancellation);
                    await ExecuteAsync(connection,
                        $"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database.Name}' AND application_name LIKE 'SchemaBuild%'");
                }

                break;
            default:
                await server.CrashAsync();
                break;
        }
    }

    private static async Task AfterAsync(PostgresServer server, string fault)
    {
        if (fault == StopServer)
        {
            NpgsqlConnection.ClearAllPools();
            await server.RestartAsync();
        }
    }

    private static async Task<string?> ConvergeAsync(TestDatabase database, bool up, string wanted)
    {
        try
        {
            await MigrateAsync(database.DataSource, up, new());
        }
        catch (MigrationException failure)
        {
            return failure.Message;
        }

        var state = await StateAsync(database);
        return state == wanted ? null : $"the database differs: {Difference(wanted, state)}";
    }

    // Empty for the way up; with everything applied for the way down.
    private static async Task<TestDatabase> DatabaseAsync(PostgresServer server, bool up)
    {
        var database = await server.CreateDatabaseAsync();
        if (!up)
            await Migrator.ApplyAsync(database.DataSource, Scenarios.Get(Scenario), cancellationToken: Cancellation);
        return database;
    }

    private static Task MigrateAsync(NpgsqlDataSource dataSource, bool up, ApplyOptions options) => up
        ? Migrator.ApplyAsync(dataSource, Scenarios.Get(Scenario), options, Cancellation)
        : Migrator.RollbackAsync(dataSource, Scenarios.Get(Scenario), to: null, new() { MaxAttempts = options.MaxAttempts }, Cancellation);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<string> StateAsync(TestDatabase database) => string.Join('\n',
    [
        // Where in its table a row lies is no property of the data.
        .. (await database.DumpAsync(WithoutHistory)).Split('\n').Order(StringComparer.Ordinal),
        .. await database.RowsAsync("SELECT version, description, checksum, rolled_back, state FROM schema_migrations ORDER BY version"),
        .. await database.RowsAsync("SELECT version, step_order, step_type, sql_statement, success, error_message FROM migration_steps ORDER BY version, run, step_order"),
        .. await database.RowsAsync("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"),
    ]);

    private static string Difference(string wanted, string state)
    {
        var (left, right) = (wanted.Split('\n'), state.Split('\n'));
        return string.Join("; ", left.Except(right).Select(line => $"-{line}").Concat(right.Except(left).Select(line => $"+{line}")).DefaultIfEmpty("order").Take(6));
    }
}
