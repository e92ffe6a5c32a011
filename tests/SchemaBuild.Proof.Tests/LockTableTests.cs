using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using SchemaBuild.Testing;
using SchemaBuild.Tool.Tracing;

namespace SchemaBuild.Proof;

/// <summary>
/// The table of <c>docs/model.md</c> is what servers of all majors do with the statements of <c>Effects/lock-table.sql</c>. With <c>SCHEMABUILD_ACCEPT=1</c> in the
/// environment it is written there instead.
/// </summary>
public sealed partial class LockTableTests
{
    private const string Begin = "<!-- measured: begin -->\n";
    private const string End = "<!-- measured: end -->";
    private const string Section = "-- # ";

    private static readonly string Page = RepositoryRoot.Combine("docs", "model.md");

    [Fact]
    public async Task The_page_shows_what_the_servers_do()
    {
        var missing = PostgresServer.Majors.Select(row => row.Data).Except(PostgresServer.AvailableMajors).ToList();
        Assert.SkipWhen(missing.Count > 0, $"The table is about all majors, and these cannot be started here: {string.Join(", ", missing)}. Run build/postgres.sh.");
        var file = Path.Combine(AppContext.BaseDirectory, "Effects", "lock-table.sql");
        var (state, cases) = ProofCase.ReadFile(file);
        var stateSql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "States", state + ".sql"), TestContext.Current.CancellationToken);

        var observed = new Dictionary<string, List<(int Major, string Text)>>();
        foreach (var proof in cases) observed.Add(proof.Sql, []);
        foreach (var major in PostgresServer.Majors.Select(row => row.Data))
            foreach (var (sql, text) in await ObserveAsync(major, stateSql, cases)) observed[sql].Add((major, text));

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        var page = (await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(start >= Begin.Length && end >= start, $"{Page} has lost its markers {Begin.Trim()} and {End}.");
        var table = Tables(lines, observed);
        if (Environment.GetEnvironmentVariable("SCHEMABUILD_ACCEPT") == "1") await File.WriteAllTextAsync(Page, page[..start] + table + page[end..], TestContext.Current.CancellationToken);
        else Assert.Equal(table, page[start..end]);
    }

    private static async Task<List<(string Sql, string Text)>> ObserveAsync(int major, string stateSql, IReadOnlyList<ProofCase> cases)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(connection, stateSql);
        await ExecuteAsync(connection, "SET search_path = app, public");
        var result = new List<(string, string)>();
        foreach (var proof in cases)
        {
            await ExecuteAsync(connection, "BEGIN");
            result.Add((proof.Sql, Describe(await new StatementObserver(connection).ObserveAsync(proof.Sql, TestContext.Current.CancellationToken))));
            await ExecuteAsync(connection, "ROLLBACK");
        }

        return result;
    }

    private static string Tables(string[] lines, Dictionary<string, List<(int Major, string Text)>> observed)
    {
        var page = new StringBuilder();
        foreach (var line in lines)
        {
            if (line.StartsWith(Section, StringComparison.Ordinal))
                page.Append("\n### ").Append(line[Section.Length..]).Append("\n\n| statement | locks and work |\n|---|---|\n");
            else if (observed.TryGetValue(line.TrimEnd(';'), out var facts))
                page.Append("| `").Append(line.TrimEnd(';')).Append("` | ").Append(OverMajors(facts)).Append(" |\n");
        }

        return page.Append('\n').ToString();
    }

    private static string OverMajors(List<(int Major, string Text)> facts) => facts.Select(fact => fact.Text).Distinct().Count() == 1
        ? facts[0].Text
        : string.Join("<br>", facts.GroupBy(fact => fact.Text).Select(group => $"PostgreSQL {Range([.. group.Select(fact => fact.Major)])}: {group.Key}"));

    private static string Range(List<int> majors) => majors.Count == 1 ? $"{majors[0]}"
        : majors[^1] - majors[0] == majors.Count - 1 ? $"{majors[0]} to {majors[^1]}"
        : string.Join(", ", majors);

    private static string Describe(Observation observation)
    {
        if (observation.Error is { } state) return $"refused with {state}";
        var parts = observation.Locks.Select(held => $"{Short(held.Key)}: {Word().Replace(held.Value[..^"Lock".Length], " $1").Trim().ToUpperInvariant()}").ToList();
        if (observation.Rewrites.Count > 0) parts.Add($"**rewrites** {Names(observation.Rewrites)}");
        if (observation.Scans.Count > 0) parts.Add($"**reads all of** {Names(observation.Scans)}");
        foreach (var (table, count) in observation.IndexBuilds) parts.Add($"**builds** {(count == 1 ? "an index" : $"{count} indexes")} of {Short(table)}");
        if (observation.ForeignKeyChecks > 0) parts.Add("**checks** the foreign key of every row");
        return parts.Count == 0 ? "nothing" : string.Join("; ", parts);
    }

    private static string Names(IEnumerable<string> tables) => string.Join(", ", tables.Order(StringComparer.Ordinal).Select(Short));

    private static string Short(string name) => name.StartsWith("app.", StringComparison.Ordinal) ? name["app.".Length..] : name;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Word();
}
