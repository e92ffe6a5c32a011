using System.Text;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules;

/// <summary>
/// Tests of one rule. <c>--- next migration</c> separates files, and <c>[|…|]</c> marks where a finding is expected; there must be no other of this rule.
/// </summary>
public abstract class RuleTest
{
    private const string Separator = "--- next migration";

    private protected RuleTest(Rule rule) => Descriptor = rule.Descriptor;

    private protected RuleDescriptor Descriptor { get; }

    /// <summary>The finding at the marked place. Fails unless exactly the marked places have one.</summary>
    private protected Finding Finds(string sql, int major = AnalysisOptions.OldestVersion)
    {
        var (inputs, expected) = Parse(sql);
        var found = Of(Analyze(inputs, major));
        Assert.Equal(expected, found.Select(finding => (finding.File, finding.Line, finding.Column, finding.EndLine, finding.EndColumn)));
        Assert.NotEmpty(found);
        return found[0];
    }

    private protected void Silent(string sql, int major = AnalysisOptions.OldestVersion)
    {
        var (inputs, expected) = Parse(sql);
        Assert.Empty(expected);
        Assert.Empty(Of(Analyze(inputs, major)).Select(finding => finding.Message));
    }

    private protected IReadOnlyList<Finding> Of(AnalysisResult result) => [.. result.Findings.Where(finding => finding.Rule == Descriptor)];

    /// <summary>
    /// The safe SQL of the finding in the last migration runs on a live server instead of that migration, has no finding of this rule, and leaves the
    /// same schema.
    /// </summary>
    /// <param name="sql">The migrations; the last one has the finding.</param>
    /// <param name="major">The server.</param>
    /// <param name="givesSameSchema">False where the safe way ends in something else that does the same, as a CHECK for a domain.</param>
    private protected async Task ProvesRewrite(string sql, int major, bool givesSameSchema = true)
    {
        var (inputs, _) = Parse(sql);
        var finding = Assert.Single(Of(Analyze(inputs, major)));
        Assert.NotNull(finding.Help);
        var before = inputs[..^1];
        string[] safe = [.. finding.Help.Split("-- migration ").Select(part => part.Length > 0 && char.IsAsciiDigit(part[0]) ? part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..] : part).Where(part => part.Trim().Length > 0)];

        var rewritten = before.Concat(safe.Select((text, i) => Input(before.Length + 1 + i, text))).ToArray();
        Assert.Empty(Of(Analyze(rewritten, major)).Select(again => again.Message));

        var server = await PostgresServer.GetAsync(major);
        var (expected, found) = (await SchemaAfter(server, inputs), await SchemaAfter(server, rewritten));
        if (givesSameSchema) Assert.Equal(expected, found);
    }

    private static async Task<string> SchemaAfter(PostgresServer server, IEnumerable<MigrationInput> migrations)
    {
        await using var database = await server.CreateDatabaseAsync();
        foreach (var migration in migrations)
        {
            var plan = MigrationAnalyzer.Analyze([migration]).Migrations[0].Up;
            foreach (var step in plan.Steps) await database.ExecuteAsync(plan.Text.Substring(step.Start, step.Length));
        }

        return string.Join('\n', await database.RowsAsync("""
            SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = 'public' AND c.relkind NOT IN ('i', 'I') ORDER BY 1, 2, a.attnum
            """))
            + "\n" + string.Join('\n', await database.RowsAsync("""
            SELECT pg_get_indexdef(indexrelid), indisvalid::text FROM pg_index WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1
            """))
            + "\n" + string.Join('\n', await database.RowsAsync("""
            SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0 AND contype <> 'n' ORDER BY 1, 2, 3
            """));
    }

    /// <summary>Rules that are off by default are asked in the mode in which they are not.</summary>
    private protected virtual AnalysisMode Mode => AnalysisMode.Default;

    private AnalysisResult Analyze(IEnumerable<MigrationInput> inputs, int major) =>
        MigrationAnalyzer.Analyze(inputs, new AnalysisOptions { PostgresVersion = major, Mode = Mode });

    private static (MigrationInput[] Inputs, IReadOnlyList<(string File, int Line, int Column, int EndLine, int EndColumn)> Expected) Parse(string sql)
    {
        var inputs = new List<MigrationInput>();
        var expected = new List<(string, int, int, int, int)>();
        foreach (var part in sql.ReplaceLineEndings("\n").Split(Separator + "\n"))
        {
            var text = new StringBuilder(part);
            var input = Input(inputs.Count + 1, "");
            for (int start; (start = text.ToString().IndexOf("[|", StringComparison.Ordinal)) >= 0;)
            {
                text.Remove(start, 2);
                var end = text.ToString().IndexOf("|]", StringComparison.Ordinal);
                text.Remove(end, 2);
                var (line, column) = Position(text, start);
                var (endLine, endColumn) = Position(text, end);
                expected.Add((input.Path, line, column, endLine, endColumn));
            }

            inputs.Add(input with { Content = Encoding.UTF8.GetBytes(text.ToString()) });
        }

        return ([.. inputs], expected);
    }

    private static (int Line, int Column) Position(StringBuilder text, int index)
    {
        var before = text.ToString(0, index);
        return (before.Count(c => c == '\n') + 1, index - before.LastIndexOf('\n'));
    }

    private static MigrationInput Input(int version, string sql)
    {
        var name = $"{version:D3}_step.sql";
        return new MigrationInput("migrations/" + name, name, Encoding.UTF8.GetBytes(sql));
    }
}
