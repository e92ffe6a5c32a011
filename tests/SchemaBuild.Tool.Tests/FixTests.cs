using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary><c>lint --fix</c> and <c>lint --diff</c>: what they write, say and leave alone. That each fix gives the same schema is proved on live servers (FixProof).</summary>
public sealed class FixTests : IDisposable
{
    private const string Tables = "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);\n";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_index_is_built_concurrently_and_everything_else_stays()
    {
        Write("001_orders.sql", Tables);
        Write("002_index.sql", "-- Version: 002\n\n-- wanted by the report\n\tcreate  index orders_total -- the INDEX\n\t\ton orders (total) ;  -- why\n");

        var result = await Run("--fix");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("-- Version: 002\n-- schemabuild:no-transaction\n\n-- wanted by the report\n\tcreate  index CONCURRENTLY orders_total -- the INDEX\n\t\ton orders (total) ;  -- why\n", Read("002_index.sql"));
        Assert.Contains("migrations/002_index.sql(4,2): SB1001 fixed: CREATE INDEX CONCURRENTLY", result.Error, StringComparison.Ordinal);
        Assert.Contains("Changed: migrations/002_index.sql", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SB1001", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_fix_changes_nothing()
    {
        Write("001_orders.sql", Tables);
        Write("002_all.sql", "ALTER TABLE orders ADD CHECK (total > 0), ALTER note SET NOT NULL;\nCREATE INDEX orders_total ON orders (total);\nALTER TABLE orders ADD UNIQUE (note);\n");
        await Run("--fix");
        var files = Contents();

        var again = await Run("--fix");

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(files, Contents());
        Assert.DoesNotContain("Changed", again.Error, StringComparison.Ordinal);
        Assert.Equal("", (await Run("--diff")).Output);
    }

    [Fact]
    public async Task Byte_order_mark_line_ends_and_letters_of_several_bytes_stay()
    {
        Write("001_orders.sql", Tables);
        Write("002_größe.sql", "\uFEFF-- Größe\r\n/* 😀 */ CREATE INDEX \"ö.x\" ON orders (total);\r\nALTER TABLE orders ADD CONSTRAINT \"a.b\" CHECK (note <> 'ß');\r\n");

        await Run("--fix");

        Assert.Equal("\uFEFF-- schemabuild:no-transaction\r\n-- Größe\r\n/* 😀 */ CREATE INDEX CONCURRENTLY \"ö.x\" ON orders (total);\r\n", Read("002_größe.sql"));
        Assert.Equal("\uFEFFALTER TABLE orders ADD CONSTRAINT \"a.b\" CHECK (note <> 'ß') NOT VALID;\r\n", Read("003_größe_then.sql"));
        Assert.Equal("\uFEFFALTER TABLE orders VALIDATE CONSTRAINT \"a.b\";\r\n", Read("004_größe_validate.sql"));
    }

    [Fact]
    public async Task Two_files_change_at_once_and_no_version_is_taken_twice()
    {
        Write("20260101120000_orders.sql", Tables);
        Write("20260102120000_check.sql", "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);");
        Write("20260103120000_check.sql", "ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9);");

        var result = await Run("--fix");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;", Read("20260102120000_check.sql"));
        Assert.Equal("ALTER TABLE orders VALIDATE CONSTRAINT positive;\n", Read("20260102120001_check_validate.sql"));
        Assert.Equal("ALTER TABLE orders VALIDATE CONSTRAINT small;\n", Read("20260103120001_check_validate.sql"));
    }

    [Theory]
    [InlineData("003_next.sql")]
    [InlineData("rollback/002_rollback_check.sql")]
    public async Task A_file_is_not_split_where_there_is_no_version_or_a_rollback_file_belongs_to_it(string other)
    {
        Write("001_orders.sql", Tables);
        Write("002_check.sql", "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);\n");
        Write(other, "SELECT 1;\n");

        // The other file is in the folder, but not named.
        var result = await Tool.RunAsync(_folder, "lint", "migrations/001_orders.sql", "migrations/002_check.sql", "--fix");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("BEGIN;\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nCOMMIT;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\n", Read("002_check.sql"));
        Assert.Equal(3, Contents().Count);
    }

    [Fact]
    public async Task Diff_writes_nothing_and_can_be_applied()
    {
        Write("001_orders.sql", Tables);
        Write("002_check.sql", "-- a\r\n-- b\r\n-- c\r\n-- d\r\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);\r\n-- e");
        Write("003_index.sql", "CREATE INDEX orders_total ON orders (total)");
        var before = Contents();

        var diff = await Run("--diff");

        Assert.Equal(1, diff.ExitCode);
        Assert.Equal(before, Contents());
        Assert.Contains("--- a/migrations/003_index.sql\n+++ b/migrations/003_index.sql\n@@ -1,1 +1,2 @@\n-CREATE INDEX orders_total ON orders (total)\n\\ No newline at end of file\n+-- schemabuild:no-transaction\n", diff.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "fix.patch"), diff.Output, TestContext.Current.CancellationToken);
        await Cli.Wrap("git").WithArguments(["apply", "fix.patch"]).WithWorkingDirectory(_folder.Path).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        var applied = Contents();
        foreach (var (name, text) in before) Write(name, text);
        await Run("--fix");
        Assert.Equal(Contents(), applied);
    }

    [Fact]
    public async Task What_cannot_be_fixed_is_said_with_the_reason()
    {
        Write("001_orders.sql", Tables);
        Write("002_block.sql", "DO $$ BEGIN CREATE INDEX a ON orders (total); END $$;\n");
        Write("003_together.sql", "-- schemabuild:transaction\nCREATE INDEX b ON orders (total);\n");
        Write("004_locked.sql", "LOCK TABLE orders IN SHARE MODE;\nCREATE INDEX c ON orders (total);\n");
        Write("005_parts.sql", "BEGIN;\nCREATE TABLE x (id int);\nCOMMIT;\nBEGIN;\nCREATE INDEX d ON orders (total);\nCOMMIT;\n");
        Write("006_type.sql", "ALTER TABLE orders ALTER COLUMN total TYPE bigint;\n");
        var before = Contents();

        var result = await Run("--fix");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(before, Contents());
        Assert.Contains("migrations/003_together.sql(2,1): SB1001 not fixed: the file says schemabuild:transaction", result.Error, StringComparison.Ordinal);
        Assert.Contains("migrations/004_locked.sql(2,1): SB1001 not fixed: line 1 means something only in the session or transaction", result.Error, StringComparison.Ordinal);
        Assert.Contains("migrations/005_parts.sql(5,1): SB1001 not fixed: the file holds several transactions of its own", result.Error, StringComparison.Ordinal);
        Assert.Contains("no automatic fix", result.Error, StringComparison.Ordinal);
        Assert.Contains("SB1001", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_silenced_or_not_SQL_stays()
    {
        Write("001_orders.sql", Tables);
        Write("002_small.sql", "-- schemabuild:allow SB1001 reason=\"small\"\nCREATE INDEX a ON orders (total);\n");
        Write("003_broken.sql", "CREATE INDEX b ON orders (total); CREATE INDX c;\n");
        var before = Contents();

        await Run("--fix");

        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task One_of_several_that_cannot_be_fixed_does_not_stop_the_others()
    {
        Write("001_orders.sql", Tables);
        Write("002_mixed.sql", "ALTER TABLE orders ADD COLUMN flag boolean, ALTER COLUMN flag SET NOT NULL, ADD CONSTRAINT positive CHECK (total > 0);\n");

        var result = await Run("--fix");

        Assert.Contains("SB1003 fixed: NOT VALID and VALIDATE CONSTRAINT positive", result.Error, StringComparison.Ordinal);
        Assert.Contains("SB1003 not fixed: it would bring", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("ALTER TABLE orders ADD COLUMN flag boolean, ALTER COLUMN flag SET NOT NULL, ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\n", Read("002_mixed.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_that_stays_is_told_once_however_often_it_is_tried()
    {
        Write("001_orders.sql", Tables);
        Write("002_index.sql", "CREATE INDEX a ON orders (total);\n");
        Write("003_together.sql", "-- schemabuild:transaction\nCREATE INDEX b ON orders (note);\n");

        var result = await Run("--fix");

        Assert.Single(result.Error.Split('\n'), line => line.Contains("003_together.sql", StringComparison.Ordinal));
        Assert.Contains("1 finding fixed, 1 could not be, 0 for which there is no automatic fix.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_added_stands_above_the_comment_that_silences_something_of_its_statement()
    {
        Write("001_orders.sql", Tables);
        Write("002_null.sql", "-- Version: 002\n\n-- schemabuild:allow SB2032 reason=\"no rows change\"\nALTER TABLE orders ALTER total SET NOT NULL; /* tail */ SELECT 1 -- no end\n");
        Write("003_next.sql", "SELECT 1;\n");

        await Run("--fix");

        Assert.Equal(
            """
            -- Version: 002

            BEGIN;
            ALTER TABLE orders ADD CONSTRAINT orders_total_not_null_check CHECK (total IS NOT NULL) NOT VALID;
            COMMIT;
            ALTER TABLE orders VALIDATE CONSTRAINT orders_total_not_null_check;
            -- schemabuild:allow SB2032 reason="no rows change"
            ALTER TABLE orders ALTER total SET NOT NULL;
            ALTER TABLE orders DROP CONSTRAINT orders_total_not_null_check; /* tail */ SELECT 1 -- no end

            """.ReplaceLineEndings("\n"),
            Read("002_null.sql"));
    }

    [Fact]
    public async Task A_read_only_file_is_named_and_no_file_changes()
    {
        Write("001_orders.sql", Tables);
        Write("002_index.sql", "CREATE INDEX a ON orders (total);\n");
        Write("003_index.sql", "CREATE INDEX b ON orders (note);\n");
        var before = Contents();
        var path = Path.Combine(_folder.Path, "migrations", "003_index.sql");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            var result = await Run("--fix");

            Assert.Equal(2, result.ExitCode);
            Assert.Contains("migrations/003_index.sql cannot be written: it is read-only. No file was changed.", result.Error, StringComparison.Ordinal);
            Assert.Equal(before, Contents());
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task Nothing_is_left_beside_the_files_and_a_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Write("001_orders.sql", Tables);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere"));
        var target = Path.Combine(_folder.Path, "elsewhere", "index.sql");
        await File.WriteAllTextAsync(target, "CREATE INDEX a ON orders (total);\n", TestContext.Current.CancellationToken);
        var link = Path.Combine(_folder.Path, "migrations", "002_index.sql");
        File.CreateSymbolicLink(link, target);

        await Run("--fix");

        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Contains("CONCURRENTLY", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Json_tells_the_edits()
    {
        Write("001_orders.sql", Tables);
        Write("002_check.sql", "/* ß */ ALTER TABLE orders ADD CHECK (total > 0);\nALTER TABLE orders ALTER COLUMN total TYPE bigint;\n");

        using var json = JsonDocument.Parse((await Run("--format", "json")).Output);

        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToDictionary(finding => finding.GetProperty("code").GetString()!, finding => finding.GetProperty("fix"));
        Assert.Equal(JsonValueKind.Null, findings["SB1002"].ValueKind);
        var fix = findings["SB1003"];
        Assert.Equal("NOT VALID and VALIDATE CONSTRAINT orders_total_check", fix.GetProperty("description").GetString());
        var edit = Assert.Single(fix.GetProperty("edits").EnumerateArray());
        Assert.Equal("migrations/002_check.sql", edit.GetProperty("file").GetString());
        var line = "/* ß */ ALTER TABLE orders ADD CHECK (total > 0);";
        Assert.Equal((1, 1), (edit.GetProperty("line").GetInt32(), edit.GetProperty("endLine").GetInt32()));
        Assert.Equal(
            "/* ß */ ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total > 0) NOT VALID;",
            line[..(edit.GetProperty("column").GetInt32() - 1)] + edit.GetProperty("text").GetString() + line[(edit.GetProperty("endColumn").GetInt32() - 1)..]);
        var added = Assert.Single(fix.GetProperty("newFiles").EnumerateArray());
        Assert.Equal("migrations/003_check_validate.sql", added.GetProperty("file").GetString());
    }

    /// <summary>What --fix does to the rest of the file, in the mode strict a time limit too, is no part of a finding's fix.</summary>
    [Fact]
    public async Task Json_tells_each_finding_s_own_fix()
    {
        Write("001_orders.sql", Tables);
        Write("002_more.sql", "CREATE INDEX a ON orders (total);\nALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);\n");

        using var json = JsonDocument.Parse((await Run("--format", "json", "--mode", "strict")).Output);

        var fixes = json.RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("fix").ValueKind == JsonValueKind.Object)
            .ToDictionary(finding => finding.GetProperty("code").GetString()!, finding => string.Concat(Texts(finding.GetProperty("fix"))));
        Assert.Equal(["SB1001", "SB1003", "SB4011"], fixes.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("CONCURRENTLY", fixes["SB1001"], StringComparison.Ordinal);
        Assert.DoesNotContain("NOT VALID", fixes["SB1001"], StringComparison.Ordinal);
        Assert.DoesNotContain("lock_timeout", fixes["SB1001"], StringComparison.Ordinal);
        Assert.Contains("NOT VALID", fixes["SB1003"], StringComparison.Ordinal);
        Assert.DoesNotContain("CONCURRENTLY", fixes["SB1003"], StringComparison.Ordinal);
        Assert.DoesNotContain("lock_timeout", fixes["SB1003"], StringComparison.Ordinal);
        Assert.Equal("SET LOCAL lock_timeout = '2s';\n", fixes["SB4011"]);

        static IEnumerable<string?> Texts(JsonElement fix) =>
            fix.GetProperty("edits").EnumerateArray().Concat(fix.GetProperty("newFiles").EnumerateArray()).Select(part => part.GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_two_together_or_standard_input_is_wrong_usage()
    {
        Write("001_orders.sql", Tables);
        Assert.Equal(2, (await Run("--fix", "--diff")).ExitCode);

        var input = await Tool.RunAsync(_folder.Path, Tables, hasColor: false, "lint", "-", "--fix");
        Assert.Equal(2, input.ExitCode);
        Assert.Contains("--fix cannot rewrite standard input", input.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_file_come_along_but_no_time_limit_for_what_runs_long()
    {
        Write("001_orders.sql", Tables);
        Write("002_all.sql", "SET LOCAL lock_timeout = '2s';\nSET search_path = public;\nCREATE TABLE other (id int);\n\n-- this one\nCREATE INDEX a ON orders (total);\nINSERT INTO other VALUES (1);\n");

        await Run("--fix");

        Assert.Equal("SET LOCAL lock_timeout = '2s';\nSET search_path = public;\nCREATE TABLE other (id int);\n", Read("002_all.sql"));
        Assert.Equal("-- schemabuild:no-transaction\nSET search_path = public;\n-- this one\nCREATE INDEX CONCURRENTLY a ON orders (total);\n", Read("003_all_concurrently.sql"));
        Assert.Equal("SET LOCAL lock_timeout = '2s';\nSET search_path = public;\nINSERT INTO other VALUES (1);\n", Read("004_all_then.sql"));
    }

    [Fact]
    public async Task A_time_limit_for_locks_is_set_where_the_mode_asks_for_it()
    {
        Write("001_orders.sql", Tables);
        Write("002_column.sql", "-- a note\nALTER TABLE orders ADD COLUMN remark text;\n");

        await Run("--fix", "--mode", "strict");

        Assert.Equal("-- a note\nSET LOCAL lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN remark text;\n", Read("002_column.sql"));
        Assert.Equal("", (await Run("--diff", "--mode", "strict")).Output);
    }

    private Task<ToolResult> Run(params string[] arguments) => Tool.RunAsync(_folder, ["lint", .. arguments]);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, "migrations", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }

    private string Read(string name) => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(_folder.Path, "migrations", name)));

    private SortedDictionary<string, string> Contents()
    {
        var root = Path.Combine(_folder.Path, "migrations");
        return new(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(root, path), path => Encoding.UTF8.GetString(File.ReadAllBytes(path))), StringComparer.Ordinal);
    }
}
