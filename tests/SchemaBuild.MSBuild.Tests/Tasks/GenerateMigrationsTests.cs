using System.Text.RegularExpressions;

namespace SchemaBuild.MSBuild.Tests.Tasks;

public sealed class GenerateMigrationsTests : IDisposable
{
    private readonly TaskRun _run = new();

    public GenerateMigrationsTests() => _run.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\n");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_class_has_a_handle_for_each_migration()
    {
        var source = _run.Source();

        Assert.Contains("namespace Shop;", source, StringComparison.Ordinal);
        Assert.Contains("public static partial class Migrations", source, StringComparison.Ordinal);
        Assert.Contains("Migration V001_Users => Set[0];", source, StringComparison.Ordinal);
        Assert.Contains("\"CREATE_TABLE 0 42 1\\n\"", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Rollback_files_belong_to_their_migration()
    {
        _run.Write("migrations/rollback/001_rollback_users.sql", "DROP TABLE users;");

        Assert.Contains("\"rollback/001_rollback_users.sql\"", _run.Source(), StringComparison.Ordinal);
        Assert.DoesNotContain("Set[1]", _run.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_and_a_byte_order_mark_change_nothing()
    {
        var source = _run.Source();
        _run.Write("migrations/001_users.sql", "\uFEFFCREATE TABLE users (id bigint PRIMARY KEY);\r\n");

        Assert.Equal(source, _run.Source());
    }

    [Fact]
    public void The_class_says_what_a_migration_locks()
    {
        _run.Write("migrations/002_note.sql", "ALTER TABLE users ADD COLUMN note text;");
        _run.Write("migrations/003_type.sql", "ALTER TABLE users ALTER COLUMN id TYPE text;");
        _run.Write("migrations/004_broken.sql", "CREATE TABEL x ();");

        var source = _run.Source();

        Assert.Contains("<summary>users (<c>001_users.sql</c>). Locks no table that exists before it.</summary>", source, StringComparison.Ordinal);
        Assert.Contains("<summary>note (<c>002_note.sql</c>). Takes ACCESS EXCLUSIVE on users, no scan.</summary>", source, StringComparison.Ordinal);
        Assert.Contains("Takes ACCESS EXCLUSIVE on users, rewrites users, no scan", source, StringComparison.Ordinal);
        Assert.Contains("Cannot be applied: syntax error", source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_chains_the_checksums()
    {
        _run.Write("migrations/002_more.sql", "SELECT 1;");
        var before = Manifest();
        Assert.Equal(2, before.Length);
        var previous = new string('0', 64);
        foreach (var line in before)
        {
            var parts = line.Split(' ', 2);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{previous} {parts[1]}"))), parts[0]);
            previous = parts[0];
        }

        Assert.Contains($"ManifestHash = \"{previous}\"", _run.Source(), StringComparison.Ordinal);
        _run.Write("migrations/001_users.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
        Assert.All(Manifest().Zip(before), pair => Assert.NotEqual(pair.First, pair.Second));

        string[] Manifest() => Regex.Match(_run.Source(), "Manifest = \"([^\"]*)\"").Groups[1].Value.Split("\\n", StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Unsafe_migrations_are_no_reason_not_to_generate()
    {
        _run.Write("migrations/002_drop.sql", "DROP TABLE users;");
        Assert.Contains("V002_Drop", _run.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_broken_sql_has_a_handle_but_never_counts_as_applied()
    {
        _run.Write("migrations/002_broken.sql", "CREATE TABEL x ();");

        var source = _run.Source(task => task.Baseline = "2");
        Assert.Contains("V002_Broken", source, StringComparison.Ordinal);
        var plan = Regex.Unescape(Regex.Match(source, """
            "002_broken\.sql", "[0-9a-f]{64}", "((\\.|[^"])*)"
            """).Groups[1].Value);

        var script = new MigrationScript("002_broken.sql", "", plan);
        Assert.Contains("syntax error", Assert.Throws<FormatException>(() => script.Steps).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_not_written_again_when_nothing_changes()
    {
        _run.Source();
        var longAgo = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_run.GeneratedFile, longAgo);

        _run.Source();
        _run.Source(task => task.AnalysisMode = "strict");
        // The comment changes the checksum of nothing: line ends are not counted.
        _run.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\r\n");
        _run.Source();

        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(_run.GeneratedFile));
    }

    [Fact]
    public void Added_renamed_and_deleted_files_are_noticed()
    {
        _run.Source();
        _run.Write("migrations/002_more.sql", "SELECT 1;");
        Assert.Contains("V002_More", _run.Source(), StringComparison.Ordinal);

        _run.Delete("migrations/002_more.sql");
        _run.Write("migrations/002_other.sql", "SELECT 1;");
        Assert.DoesNotContain("V002_More", _run.Source(), StringComparison.Ordinal);
        Assert.Contains("V002_Other", _run.Source(), StringComparison.Ordinal);

        _run.Delete("migrations/002_other.sql");
        Assert.DoesNotContain("V002", _run.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_class_is_written_again()
    {
        _run.Source();
        File.Delete(_run.GeneratedFile);
        Assert.Contains("V001_Users", _run.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_class_is_named_as_the_project_says()
    {
        var source = _run.Source(task => (task.Namespace, task.ClassName, task.ClassVisibility) = ("Shop.Data", "Schema", "internal"));

        Assert.Contains("namespace Shop.Data;", source, StringComparison.Ordinal);
        Assert.Contains("internal static partial class Schema", source, StringComparison.Ordinal);
        Assert.Contains("typeof(Schema).Assembly", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_root_namespace_the_class_is_in_the_global_one()
    {
        Assert.DoesNotContain("namespace", _run.Source(task => task.RootNamespace = ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SB0101", "ClassName", "2nd")]
    [InlineData("SB0101", "ClassName", "My Migrations")]
    [InlineData("SB0101", "ClassName", "Versions")]
    [InlineData("SB0101", "ClassVisibility", "private")]
    [InlineData("SB0101", "Namespace", "Shop..Data")]
    [InlineData("SB0102", "Language", "VB")]
    public void A_class_that_cannot_be_is_a_coded_error(string code, string property, string value)
    {
        var (succeeded, log) = _run.Generate(task => typeof(GenerateMigrations).GetProperty(property)!.SetValue(task, value));

        Assert.False(succeeded);
        Assert.Equal(code, Assert.Single(log.Errors).Code);
    }
}
