using System.Text;
using System.Text.RegularExpressions;

namespace SchemaBuild.Analysis.Tests.Fixes;

/// <summary>
/// Fixes of files that are written in many ways: every comment is still there, once; line ends and the byte order mark are those of the file; no error is left and a
/// second fix changes nothing. That they run and give the same schema is proved on servers, in <c>FixProof</c>.
/// </summary>
public sealed partial class FixFormsTests
{
    private const string Given = """
        CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric, note text);
        CREATE TABLE customers (id bigint PRIMARY KEY);
        CREATE INDEX orders_note ON orders (note);
        CREATE INDEX orders_total ON orders (total);
        CREATE TABLE keyless (id bigint NOT NULL, note text);
        CREATE SCHEMA "App";
        CREATE TABLE "App"."Users" (id bigint PRIMARY KEY, "E-Mail" text, "Größe" int);
        CREATE INDEX "Users_Mail" ON "App"."Users" ("E-Mail");
        CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE events_2 (at date NOT NULL, kind text);
        """;

    private static readonly string[] Statements =
    [
        "ALTER TABLE events DETACH PARTITION events_1 -- c1",
        "ALTER TABLE events DETACH /* c1 */ PARTITION events_1 /* c2 */ -- c3",
        "ALTER TABLE events /* c1 */ ATTACH PARTITION events_2 -- c2\n FOR VALUES FROM ('2026-02-01') /* c3 */ TO ('2026-03-01') -- c4",
        "CREATE INDEX /* c1 */ events_kind -- c2\n ON /* c3 */ events /* c4 */ (kind) -- c5",
        "ALTER TABLE orders ADD CONSTRAINT /* c1 */ uq /* c2 */ UNIQUE -- c3\n  ( note /* c4 */, -- c5\n    total ) -- c6\n  INCLUDE /* c7 */ (customer) /* c8 */ WITH (fillfactor=80) -- c9\n DEFERRABLE",
        "ALTER TABLE keyless -- c1\n ALTER /* c2 */ note DROP DEFAULT, ADD PRIMARY /* c3 */ KEY -- c4\n (id)",
        "DROP INDEX -- c1\n orders_note, -- c2\n orders_total -- c3",
        "DROP INDEX /* c1 */ IF EXISTS orders_note /* c2 */, \"App\" /* c3 */ . \"Users_Mail\" /* c4 */ RESTRICT",
        "ALTER TABLE orders\n  ADD COLUMN qty int -- c1\n    DEFAULT 1 /* c2 */ CONSTRAINT q /* c3 */ CHECK (qty /* c4 */ > 0) -- c5\n    NOT NULL -- c6\n, -- c7\n ADD COLUMN x text /* c8 */",
        "ALTER TABLE orders ADD /* c1 */ UNIQUES text UNIQUE -- c2",
        "REINDEX /* c1 */ TABLE -- c2\n orders -- c3",
        "ALTER TABLE \"App\".\"Users\" ALTER /* c1 */ COLUMN \"E-Mail\" -- c2\n SET /* c3 */ NOT NULL, -- c4\n ADD CHECK /* c5 */ (\"Größe\" > 0) -- c6",
        "ALTER TABLE ORDERS ADD CONSTRAINT -- c1\n FK_C FOREIGN /* c2 */ KEY (Customer) REFERENCES Customers /* c3 */ (Id) -- c4",
        "CREATE TABLE t (\n  id bigint PRIMARY KEY, -- c1\n  name varchar /* c2 */ (20) /* c3 */ NOT NULL, -- c4\n  code character varying ( -- c5\n 3) -- c6\n)",
    ];

    private static readonly string[] Frames =
    [
        "{0}\n;\n",
        "{0}",
        "{0}\n-- foot",
        "{0}\n/* foot,\nof two lines */",
        "-- head\n\n/* above\n it */\n{0}\n; -- behind\n-- foot\n",
        "CREATE TABLE other (id bigint PRIMARY KEY); -- first\n-- above\n{0}\n;\n\n-- between\nINSERT INTO other VALUES (1) -- last",
        "-- head\nBEGIN; -- begins\nCREATE TABLE other (id bigint PRIMARY KEY);\n\t-- above\n\t{0}\n;\nINSERT INTO other VALUES (1); -- last\nCOMMIT;\n-- foot\n",
        "--\n-- Version: 002\n-- Description: in psql's manner\n-- Created: 2026-01-15\n--\n-- psql -f 002_step.sql\n\n-- schemabuild:allow SB5025 reason=\"names are ours\"\n{0}\n;\n",
    ];

    public static TheoryData<int, int, bool, bool> Forms()
    {
        var data = new TheoryData<int, int, bool, bool>();
        for (var statement = 0; statement < Statements.Length; statement++)
        {
            for (var frame = 0; frame < Frames.Length; frame++)
            {
                data.Add(statement, frame, false, false);
                data.Add(statement, frame, true, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Comments_and_line_ends_stay(int statement, int frame, bool hasCrLf, bool hasByteOrderMark)
    {
        var sql = Frames[frame].Replace("{0}", Statements[statement], StringComparison.Ordinal);
        foreach (var (major, hasNext) in new[] { (14, false), (18, false), (14, true) })
        {
            var input = Input(2, (hasByteOrderMark ? "\uFEFF" : "") + (hasCrLf ? sql.Replace("\n", "\r\n", StringComparison.Ordinal) : sql));
            MigrationInput[] files = hasNext ? [Input(1, Given), input, Input(3, "CREATE TABLE third (id bigint PRIMARY KEY);")] : [Input(1, Given), input];
            var isOfStrict = Statements[statement].Contains("varchar", StringComparison.Ordinal);
            var options = new AnalysisOptions { PostgresVersion = major, Mode = isOfStrict ? AnalysisMode.Strict : AnalysisMode.Default };
            bool IsWanted(Finding finding) => !isOfStrict || finding.Rule.Code == "SB5062";
            var result = MigrationFixer.Fix(files, options, IsWanted, cancellationToken: TestContext.Current.CancellationToken);

            Assert.Contains(result.Outcomes, outcome => outcome.IsFixed);
            Assert.DoesNotContain(result.Outcomes, outcome => !outcome.IsFixed && outcome.Finding is { Rule.HasFix: true, Severity: Severity.Error });
            Assert.DoesNotContain(result.After.Findings, finding => finding.Rule.Code == "SB0001");
            var texts = result.Changes.Select(change => Encoding.UTF8.GetString(change.After.Span)).ToList();
            var all = string.Concat(texts.Select(text => text.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n"));
            foreach (var comment in Comments().Matches(sql).Select(match => match.Value.TrimEnd()).Where(comment => comment.Length > 2))
                Assert.True(all.Split(comment).Length == 2, $"{comment} is there {all.Split(comment).Length - 1} times:\n{all}");
            foreach (var text in texts)
            {
                Assert.Equal(hasByteOrderMark, text.StartsWith('\uFEFF'));
                if (sql.Contains('\n', StringComparison.Ordinal)) Assert.Equal(text.Count(c => c == '\n') * (hasCrLf ? 1 : 0), text.Count(c => c == '\r'));
            }

            Assert.Empty(MigrationFixer.Fix(result.Files, options, IsWanted, cancellationToken: TestContext.Current.CancellationToken).Changes);
        }
    }

    /// <summary>What is inserted goes before a comment and not into it, and every part ends with its own semicolon.</summary>
    [Theory]
    [InlineData("ALTER TABLE events DETACH PARTITION events_1 -- old", "-- schemabuild:no-transaction\nALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY; -- old\nALTER TABLE events_1 DROP CONSTRAINT IF EXISTS events_1_at_check;")]
    [InlineData(
        "CREATE INDEX a ON orders (customer);\nALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) -- the total",
        "-- schemabuild:no-transaction\nCREATE INDEX CONCURRENTLY a ON orders (customer);\n",
        "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID; -- the total\n",
        "ALTER TABLE orders VALIDATE CONSTRAINT c;\n")]
    [InlineData(
        "ALTER TABLE orders ADD CONSTRAINT uq /* a */ UNIQUE -- the kind\n  (note); -- why\n",
        "-- schemabuild:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY uq ON orders (note);\n",
        "ALTER TABLE orders ADD CONSTRAINT uq /* a */ UNIQUE USING INDEX uq -- the kind\n; -- why\n")]
    [InlineData("DROP INDEX orders_note, -- unused\n orders_total;\n", "-- schemabuild:no-transaction\nDROP INDEX CONCURRENTLY orders_note -- unused\n;\nDROP INDEX CONCURRENTLY orders_total;\n")]
    public void Is_written_as(string sql, params string[] expected)
    {
        var result = MigrationFixer.Fix([Input(1, Given), Input(2, sql)], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, result.Changes.Select(change => Encoding.UTF8.GetString(change.After.Span)));
    }

    private static MigrationInput Input(int version, string sql) => new($"migrations/{version:D3}_step.sql", $"{version:D3}_step.sql", Encoding.UTF8.GetBytes(sql));

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
