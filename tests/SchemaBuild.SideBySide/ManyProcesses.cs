using SchemaBuild.Testing;

namespace SchemaBuild.SideBySide;

/// <summary>Processes that start at the same moment and apply the same set to one database.</summary>
internal static class ManyProcesses
{
    public static async Task PrintAsync(int processes, int repetitions)
    {
        await using var server = await PostgresServer.StartAsync(15);
        Console.WriteLine($"| tool | migration | database | runs in which all {processes} ended well and all took effect once | processes that failed | what was wrong afterwards | one more start |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var tool in Tool.All)
            foreach (var set in new[] { "transactional", "concurrently" })
                foreach (var exists in new[] { false, true })
                    await RowAsync(server, tool, set, exists, processes, repetitions);
    }

    private static async Task RowAsync(PostgresServer server, Tool tool, string set, bool exists, int processes, int repetitions)
    {
        var (good, failed, wrong, more) = (0, 0, new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            await using var database = await server.CreateDatabaseAsync();
            if (exists && await Worker.RunAsync(tool, "base", database.ConnectionString) is { Length: > 0 } error)
                throw new InvalidOperationException($"{tool.Name}: {error}");
            var results = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => Worker.RunAsync(tool, set, database.ConnectionString)));
            var difference = await Worker.WrongAsync(database, set);
            failed += results.Count(result => result.Length > 0);
            good += difference.Length == 0 && results.All(result => result.Length == 0) ? 1 : 0;
            if (difference.Length > 0)
                wrong.Add(difference);
            var again = await Worker.RunAsync(tool, set, database.ConnectionString);
            more.Add(again.Length > 0 ? "fails" : (await Worker.WrongAsync(database, set)).Length > 0 ? "ends well, still wrong" : "ends well");
        }

        Console.WriteLine($"| {tool.Name} | {set} | {(exists ? "existing history" : "empty")} | {good} of {repetitions} | {failed} of {processes * repetitions} | {string.Join("; ", wrong)} | {string.Join("; ", more)} |");
    }
}
