using System.Globalization;
using SchemaBuild.Analysis;
using SchemaBuild.MSBuild.Application;

namespace SchemaBuild.MSBuild.Tests.Application;

/// <summary>
/// C# code against a history of migrations: what must be found is marked <c>[|so|]</c>, and everything else must be silent. The migrations make shop tables first,
/// which are frozen; what a test adds is linted.
/// </summary>
public abstract class ApplicationTest
{
    private const string Frozen = """
        CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY, name text, legacy_status text, born date);
        CREATE TABLE orders (id bigserial, user_id bigint, note text, "LegacyFlag" boolean);
        CREATE TABLE old_carts (id bigint, user_id bigint);
        CREATE SCHEMA app;
        CREATE TABLE app.audit (id bigint, legacy_status text);
        """;

    /// <summary>Findings of this rule, and no others.</summary>
    protected static void Finds(string code, string migration, params string[] files)
    {
        var findings = Check(migration, files.Select(file => file.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
        var expected = files.SelectMany((file, i) => Marks(file).Select(mark => $"{code} File{i}.cs{mark}"));
        Assert.Equal(expected, findings.Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Code} {finding.File}({finding.Line},{finding.Column},{finding.EndLine},{finding.EndColumn})")));
    }

    protected static void Silent(string migration, params string[] files) => Assert.Empty(Check(migration, files).Select(finding => $"{finding.File}({finding.Line},{finding.Column}): {finding.Message}"));

    protected static string Message(string migration, string file) => Assert.Single(Check(migration, [file])).Message;

    /// <summary>A statement as code has it.</summary>
    protected static string Query(string sql) =>
        "class Queries\n{\n    string Sql => \"\"\"\n        " + sql.ReplaceLineEndings("\n        ") + "\n        \"\"\";\n}\n";

    private static IReadOnlyList<ReportedFinding> Check(string migration, IEnumerable<string> files)
    {
        var (result, changes) = SchemaChanges.Analyze(
            [Input("001_shop.sql", Frozen), Input("002_change.sql", migration)], new AnalysisOptions { Baseline = "1" }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(result.Findings, finding => finding.Rule.Code is "SB0001" or "SB4001");
        return ApplicationCheck.Check([.. files.Select((text, i) => ($"File{i}.cs", text))], changes, ["DEBUG"], TestContext.Current.CancellationToken);
    }

    private static MigrationInput Input(string name, string sql) => new($"migrations/{name}", name, System.Text.Encoding.UTF8.GetBytes(sql));

    private static IEnumerable<string> Marks(string text)
    {
        for (var start = text.IndexOf("[|", StringComparison.Ordinal); start >= 0; start = text.IndexOf("[|", StringComparison.Ordinal))
        {
            text = text.Remove(start, 2);
            var end = text.IndexOf("|]", StringComparison.Ordinal);
            text = text.Remove(end, 2);
            var (line, column) = Place(start);
            var (endLine, endColumn) = Place(end);
            yield return string.Create(CultureInfo.InvariantCulture, $"({line},{column},{endLine},{endColumn})");
        }

        (int, int) Place(int position)
        {
            var before = text[..position].Split('\n');
            return (before.Length, before[^1].Length + 1);
        }
    }
}
