using System.Diagnostics;
using System.Globalization;
using SchemaBuild.SideBySide.Tools;
using SchemaBuild.Testing;

namespace SchemaBuild.SideBySide;

/// <summary>
/// 500 migrations of a table and an index each, every one in a transaction; and a start with nothing to do. In turns: in a process that is warm, and in a process of its own, as an
/// application that starts. dbmate always is one.
/// </summary>
internal static class Speed
{
    private const string Set = "many";

    public static async Task PrintAsync(int rounds)
    {
        await using var server = await PostgresServer.StartAsync(15);
        Tool[] tools = [new BareNpgsql(), .. Tool.All.Where(tool => tool.CanApplyAny)];
        var times = tools.ToDictionary(tool => tool, _ => new List<double[]>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var tool in tools)
            {
                double[] measured =
                [
                    .. await MeasureAsync(server, connectionString => tool.MigrateAsync(connectionString, Set)),
                    .. await MeasureAsync(server, async connectionString =>
                    {
                        if (await Worker.RunAsync(tool, Set, connectionString) is { Length: > 0 } error)
                            throw new InvalidOperationException($"{tool.Name}: {error}");
                    }),
                ];
                if (round > 0)    // the first one warms up
                    times[tool].Add(measured);
            }
        }

        Console.WriteLine("| | 500 migrations, warm | to bare Npgsql | process included | nothing to do, warm | process included |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var bare = Median(times[tools[0]], 0);
        foreach (var tool in tools)
        {
            var all = Enumerable.Range(0, 4).Select(column => Median(times[tool], column)).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {tool.Name} | {all[0]:0} ms | {all[0] / bare:0.00} × | {all[2]:0} ms | {all[1]:0} ms | {all[3]:0} ms |"));
        }
    }

    private static async Task<double[]> MeasureAsync(PostgresServer server, Func<string, Task> run)
    {
        await using var database = await server.CreateDatabaseAsync();
        return [await TimeAsync(run, database.ConnectionString), await TimeAsync(run, database.ConnectionString)];
    }

    private static async Task<double> TimeAsync(Func<string, Task> run, string connectionString)
    {
        var started = Stopwatch.GetTimestamp();
        await run(connectionString);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double[]> rows, int column) => rows.Select(row => row[column]).Order().ElementAt(rows.Count / 2);
}
