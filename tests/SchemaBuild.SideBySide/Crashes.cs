using Npgsql;
using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.SideBySide;

/// <summary>kill -9 of the process at points of the conversation with the server, and inside CREATE INDEX CONCURRENTLY; then one plain start.</summary>
internal static class Crashes
{
    private const string Set = "all";

    public static async Task PrintAsync(int points)
    {
        await using var server = await PostgresServer.StartAsync(15);
        Console.WriteLine("| tool | kill -9 between two messages: the next start ends well and all took effect once | kill -9 inside CREATE INDEX CONCURRENTLY | and pg_terminate_backend | how it fails |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var tool in Tool.All)
        {
            var messages = await CountAsync(server, tool);
            var (good, tried, problems) = (0, 0, new Dictionary<string, int>(StringComparer.Ordinal));
            for (var i = 0; i < points; i++, tried++)
                good += Note(await AtAsync(server, tool, (int)((i + 0.5) * messages / points)));
            var inside = Note(await InsideAsync(server, tool, terminates: false)) == 1;
            var terminated = Note(await InsideAsync(server, tool, terminates: true)) == 1;
            Console.WriteLine($"| {tool.Name} | {good} of {tried} | {(inside ? "recovers" : "does not")} | {(terminated ? "recovers" : "does not")} "
                + $"| {string.Join("; ", problems.OrderByDescending(problem => problem.Value).Take(3).Select(problem => $"{problem.Value} × {problem.Key}"))} |");

            int Note(string problem)
            {
                if (problem.Length == 0)
                    return 1;
                problem = problem.Replace('|', ' ');
                problem = problem[..Math.Min(problem.Length, 110)];
                problems[problem] = problems.GetValueOrDefault(problem) + 1;
                return 0;
            }
        }
    }

    // What the client says; before the first of it nothing has happened.
    private static bool IsPoint(ProtocolMessage message) => message is { FromClient: true, Type: 'Q' or 'P' or 'B' or 'E' or 'S' };

    private static async Task<int> CountAsync(PostgresServer server, Tool tool)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(database.ConnectionString));
        var count = 0;
        proxy.Seen = message => count += IsPoint(message) ? 1 : 0;
        return await Worker.RunAsync(tool, Set, proxy.ConnectionString) is { Length: > 0 } error ? throw new InvalidOperationException($"{tool.Name}: {error}") : count;
    }

    private static async Task<string> AtAsync(PostgresServer server, Tool tool, int number)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using (var proxy = new Proxy(new NpgsqlConnectionStringBuilder(database.ConnectionString)))
        {
            var (seen, started) = (0, new TaskCompletionSource<System.Diagnostics.Process>());
            proxy.At = message => IsPoint(message) && seen++ == number;
            proxy.Fault = async () => (await started.Task).Kill(entireProcessTree: true);
            using var process = Worker.Start(tool, Set, proxy.ConnectionString);
            started.SetResult(process);
            await Worker.EndAsync(process);
        }

        return await AfterAsync(tool, database);
    }

    private static async Task<string> InsideAsync(PostgresServer server, Tool tool, bool terminates)
    {
        await using var database = await server.CreateDatabaseAsync();
        if (await Worker.RunAsync(tool, "transactional", database.ConnectionString) is { Length: > 0 } error)
            return error;
        await using (var writer = new NpgsqlConnection(database.ConnectionString + ";Pooling=false"))
        {
            await writer.OpenAsync();
            await using var transaction = await writer.BeginTransactionAsync();
            await using (var update = new NpgsqlCommand("UPDATE account SET balance = balance WHERE id = 1", writer, transaction))
                await update.ExecuteNonQueryAsync();
            using var process = Worker.Start(tool, Set, database.ConnectionString);
            var end = Worker.EndAsync(process);
            while (!end.IsCompleted && !await database.ScalarAsync<bool>(
                       "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query ~ 'CREATE INDEX CONC' AND wait_event_type = 'Lock')"))
                await Task.Delay(20);
            process.Kill(entireProcessTree: true);
            await end;
            if (terminates)
                await database.ExecuteAsync("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND query ~ 'CREATE INDEX CONC' AND pid <> pg_backend_pid()");
            await transaction.RollbackAsync();
        }

        return await AfterAsync(tool, database);
    }

    // As a supervisor would: the next start comes when the server is done with the dead client.
    private static async Task<string> AfterAsync(Tool tool, TestDatabase database)
    {
        while (await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid())"))
            await Task.Delay(50);
        var error = await Worker.RunAsync(tool, Set, database.ConnectionString);
        return error.Length > 0 ? error : await Worker.WrongAsync(database, Set);
    }
}
