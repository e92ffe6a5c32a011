using Microsoft.Build.Framework;

namespace SchemaBuild.MSBuild.Tests.Tasks;

public sealed class LintMigrationsTests : IDisposable
{
    private const string UnsafeFile = "migrations/002_index.sql";
    private readonly TaskRun _run = new();

    public LintMigrationsTests()
    {
        _run.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n");
        _run.Write(UnsafeFile, "-- find users by name\n\n  CREATE INDEX \"{0} 100% {\" ON users (name);\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_finding_is_an_error_with_code_place_and_help_link()
    {
        var (succeeded, log) = _run.Lint();

        Assert.False(succeeded);
        var error = Assert.Single(log.Errors);
        Assert.Equal("SB1001", error.Code);
        Assert.Equal((UnsafeFile, 3, 3, 3, 44), (error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));
        Assert.EndsWith("/docs/rules/SB1001.md", error.HelpLink, StringComparison.Ordinal);
        Assert.Null(error.Subcategory);
    }

    [Fact]
    public void Braces_and_percent_signs_of_the_sql_reach_the_message()
    {
        Assert.Contains("{0} 100% {", Assert.Single(_run.Lint().Log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_safe_rewrite_is_in_a_detailed_log()
    {
        Assert.Contains(_run.Lint().Log.Messages, message => message.Importance == MessageImportance.Normal
            && message.Message!.Contains("CREATE INDEX CONCURRENTLY", StringComparison.Ordinal));
    }

    [Fact]
    public void The_message_says_where_schema_lint_can_rewrite_it()
    {
        Assert.EndsWith("(schema-lint lint --fix rewrites it.)", Assert.Single(_run.Lint().Log.Errors).Message, StringComparison.Ordinal);

        _run.Write(UnsafeFile, "DROP TABLE users;");
        Assert.DoesNotContain("--fix", Assert.Single(_run.Lint().Log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Safe_migrations_are_silent()
    {
        _run.Write(UnsafeFile, "CREATE INDEX CONCURRENTLY users_name ON users (name);");

        var (succeeded, log) = _run.Lint();

        Assert.True(succeeded);
        Assert.Empty(log.Errors);
        Assert.Empty(log.Warnings);
        Assert.DoesNotContain(log.Messages, message => message.Importance == MessageImportance.High);
    }

    [Fact]
    public void A_project_without_migrations_passes_with_a_warning()
    {
        _run.Delete("migrations/001_users.sql");
        _run.Delete(UnsafeFile);

        var (succeeded, log) = _run.Lint();
        Assert.True(succeeded);
        Assert.Equal(("SB0106", "Shop.csproj"), (Assert.Single(log.Warnings).Code, log.Warnings[0].File));

        Assert.Empty(_run.Lint(task => task.NoWarn = "SB0106").Log.Warnings);
        Assert.False(_run.Lint(task => task.TreatWarningsAsErrors = true).Succeeded);
    }

    [Theory]
    [InlineData("none", 0, 0)]
    [InlineData("silent", 0, 0)]
    [InlineData("suggestion", 0, 0)]
    [InlineData("warning", 1, 0)]
    [InlineData("error", 0, 1)]
    public void Editorconfig_sets_the_severity(string severity, int warnings, int errors)
    {
        _run.Write(".editorconfig", $"root = true\n[migrations/**.sql]\ndotnet_diagnostic.SB1001.severity = {severity}\n");

        var (succeeded, log) = _run.Lint();

        Assert.Equal((warnings, errors, errors == 0), (log.Warnings.Count, log.Errors.Count, succeeded));
        Assert.Equal(severity == "suggestion", log.Messages.Any(message => message.Code == "SB1001" && message.Importance == MessageImportance.Low));
    }

    [Fact]
    public void Editorconfig_is_stronger_than_globalconfig()
    {
        _run.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SB1001.severity = none\n");
        Assert.True(_run.Lint().Succeeded);

        _run.Write(".editorconfig", "root = true\n[002_*.sql]\ndotnet_diagnostic.SB1001.severity = warning\n");
        Assert.Single(_run.Lint().Log.Warnings);
    }

    [Fact]
    public void Editorconfig_of_the_migrations_folder_counts_there()
    {
        _run.Write("migrations/.editorconfig", "[*.sql]\ndotnet_diagnostic.SB1001.severity = none\n");
        Assert.True(_run.Lint().Succeeded);
    }

    [Fact]
    public void NoWarn_silences_an_error_too()
    {
        Assert.True(_run.Lint(task => task.NoWarn = "1701;1702; sb1001").Succeeded);
    }

    [Fact]
    public void NoWarn_of_an_item_silences_its_file_only()
    {
        _run.Write("migrations/003_index.sql", "CREATE INDEX users_name_2 ON users (name);");
        _run.SetNoWarn(UnsafeFile, "SB1001");

        Assert.Equal("migrations/003_index.sql", Assert.Single(_run.Lint().Log.Errors).File);
    }

    [Theory]
    [InlineData("TreatWarningsAsErrors", "warning", true)]
    [InlineData("TreatWarningsAsErrors", "suggestion", false)]
    [InlineData("TreatWarningsAsErrors NotAsErrors", "warning", false)]
    [InlineData("WarningsAsErrors", "warning", true)]
    [InlineData("WarningsAsErrors", "none", true)]
    [InlineData("WarningsAsErrors NoWarn", "warning", false)]
    [InlineData("WarningsAsErrors NotAsErrors", "warning", true)]
    [InlineData("NotAsErrors", "error", false)]
    public void Properties_about_warnings_mean_what_they_mean_for_the_compiler(string properties, string severity, bool isError)
    {
        _run.Write(".editorconfig", $"root = true\n[*.sql]\ndotnet_diagnostic.SB1001.severity = {severity}\n");

        var (succeeded, log) = _run.Lint(task =>
        {
            var set = properties.Split(' ');
            task.TreatWarningsAsErrors = set.Contains("TreatWarningsAsErrors");
            task.WarningsAsErrors = set.Contains("WarningsAsErrors") ? "SB1001" : null;
            task.WarningsNotAsErrors = set.Contains("NotAsErrors") ? "SB1001" : null;
            task.NoWarn = set.Contains("NoWarn") ? "SB1001" : null;
        });

        Assert.Equal(isError, !succeeded);
        Assert.Equal(isError ? 1 : 0, log.Errors.Count);
    }

    [Fact]
    public void Findings_are_repeated_when_nothing_has_changed()
    {
        var first = _run.Lint().Log;
        var second = _run.Lint().Log;

        Assert.Equal(Assert.Single(first.Errors).Message, Assert.Single(second.Errors).Message);
        Assert.Contains(Reasons(first), reason => reason.Contains("there is no earlier result", StringComparison.Ordinal));
        Assert.Empty(Reasons(second));
    }

    [Fact]
    public void Generating_leaves_the_findings_for_the_lint()
    {
        _run.Generate();
        Assert.Empty(Reasons(_run.Lint().Log));
    }

    [Fact]
    public void Every_change_is_noticed_and_named()
    {
        _run.Lint();
        Change("migrations/002_index.sql has changed", () => _run.Write(UnsafeFile, "CREATE INDEX other ON users (name);"));
        Change("migrations/003_more.sql is new", () => _run.Write("migrations/003_more.sql", "SELECT 1;"));
        Change("migrations/003_more.sql is gone", () => _run.Delete("migrations/003_more.sql"));
        Change(".editorconfig is new", () => _run.Write(".editorconfig", "root = true\n"));
        Change(".editorconfig has changed", () => _run.Write(".editorconfig", "root = true\n[*.sql]\n"));
        Change("the metadata of migrations/002_index.sql has changed", () => _run.SetNoWarn(UnsafeFile, "SB9999"));
        Change("migrations/schema-stats.json is new", () => _run.Write("migrations/schema-stats.json", Stats(5)));
        Change("migrations/schema-stats.json has changed", () => _run.Write("migrations/schema-stats.json", Stats(6)));
        Change("migrations/schema-stats.json is gone", () => _run.Delete("migrations/schema-stats.json"));
        Assert.Contains(Reasons(_run.Lint(task => task.AnalysisMode = "strict").Log), reason => reason.Contains("SchemaBuildAnalysisMode", StringComparison.Ordinal));

        void Change(string expected, Action change)
        {
            change();
            Assert.Contains(expected, Assert.Single(Reasons(_run.Lint().Log)), StringComparison.Ordinal);
            Assert.Empty(Reasons(_run.Lint().Log));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not ours")]
    public void A_damaged_cache_is_made_anew(string content)
    {
        _run.Lint();
        File.WriteAllText(_run.FindingsCacheFile, content);

        Assert.Single(_run.Lint().Log.Errors);
        Assert.Empty(Reasons(_run.Lint().Log));
    }

    [Fact]
    public void A_cut_cache_is_made_anew()
    {
        _run.Lint();
        var bytes = File.ReadAllBytes(_run.FindingsCacheFile);
        File.WriteAllBytes(_run.FindingsCacheFile, bytes[..(bytes.Length / 2)]);

        Assert.Single(_run.Lint().Log.Errors);
    }

    [Fact]
    public void Frozen_files_are_not_linted()
    {
        Assert.True(_run.Lint(task => task.Baseline = "2").Succeeded);
        Assert.False(_run.Lint(task => task.Baseline = "1").Succeeded);
    }

    [Fact]
    public void Nothing_is_said_about_frozen_files_by_rules_over_the_whole_history_either()
    {
        _run.Write("migrations/002_other.sql", "SELECT 1;");
        _run.Write("migrations/rollback/000_of_nothing.sql", "SELECT 1;");

        Assert.Contains(_run.Lint().Log.Errors, error => error.Code == "SB0003");
        Assert.Contains(_run.Lint().Log.Errors, error => error.Code == "SB0007");
        Assert.Empty(_run.Lint(task => task.Baseline = "002").Log.Errors);
    }

    [Theory]
    [InlineData(".editorconfig", "[*.sql]\ndotnet_diagnostic.SB1001.severity = fatal\n", "fatal")]
    [InlineData(".editorconfig", "[*.sql]\ndotnet_analyzer_diagnostic.severity = loud\n", "loud")]
    [InlineData(".editorconfig", "[*.sql]\ndotnet_diagnostic.SB9999.severity = none\n", "SB9999")]
    [InlineData(".globalconfig", "is_global = true\ndotnet_diagnostic.sb1999.severity = none\n", "SB1999")]
    public void Configuration_that_means_nothing_is_told(string file, string text, string word)
    {
        _run.Write(file, text);

        for (var i = 0; i < 2; i++)
        {
            var warning = Assert.Single(_run.Lint().Log.Warnings);
            Assert.Equal("SB0107", warning.Code);
            Assert.Contains(word, warning.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_run.Lint(task => task.NoWarn = "SB0107").Log.Warnings);
    }

    [Fact]
    public void Codes_that_only_a_build_reports_are_known()
    {
        _run.Write(".editorconfig", "[*.sql]\ndotnet_diagnostic.SB0032.severity = none\ndotnet_diagnostic.SB3081.severity = none\ndotnet_diagnostic.SB0107.severity = error\ndotnet_diagnostic.CA1000.severity = none\n");

        Assert.Empty(_run.Lint().Log.Warnings);
    }

    [Fact]
    public void Two_files_with_one_version_are_a_finding()
    {
        _run.Write("migrations/1_again.sql", "SELECT 1;");
        Assert.Contains(_run.Lint().Log.Errors, error => error.Code == "SB0003");
    }

    [Theory]
    [InlineData("PostgresVersion", "13")]
    [InlineData("PostgresVersion", "sixteen")]
    [InlineData("AnalysisMode", "lenient")]
    [InlineData("Baseline", "v2")]
    public void A_property_that_means_nothing_is_a_coded_error(string property, string value)
    {
        var (succeeded, log) = _run.Lint(task => typeof(LintMigrations).GetProperty(property)!.SetValue(task, value));

        Assert.False(succeeded);
        var error = Assert.Single(log.Errors);
        Assert.Equal(("SB0101", "Shop.csproj"), (error.Code, error.File));
        Assert.Contains($"SchemaBuild{property} is '{value}'. Set it to ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_coded_error()
    {
        var (succeeded, log) = _run.Lint(task => task.Migrations = [.. task.Migrations, new Microsoft.Build.Utilities.TaskItem("migrations/009_gone.sql")]);

        Assert.False(succeeded);
        Assert.Equal(("SB0104", "migrations/009_gone.sql"), (Assert.Single(log.Errors).Code, log.Errors[0].File));
    }

    [Fact]
    public void Sizes_of_production_decide_what_an_error_is()
    {
        _run.Write("migrations/schema-stats.json", Stats(249));
        Assert.Empty(_run.Lint().Log.Errors);

        _run.Write("migrations/schema-stats.json", Stats(412_000_000));
        Assert.Contains("412 million rows", Assert.Single(_run.Lint().Log.Errors).Message, StringComparison.Ordinal);

        _run.Write("migrations/schema-stats.json", "{");
        Assert.Contains(_run.Lint().Log.Errors, error => (error.Code, error.File) == ("SB0020", "migrations/schema-stats.json"));
    }

    [Fact]
    public void A_fault_of_the_task_itself_is_a_coded_error_without_its_stack()
    {
        var (succeeded, log) = _run.Lint(task => task.Migrations = [null!]);

        Assert.False(succeeded);
        var error = Assert.Single(log.Errors);
        Assert.Equal(("SB0099", "Shop.csproj"), (error.Code, error.File));
        Assert.StartsWith("NullReferenceException: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
        Assert.Contains(log.Messages, message => message.Message!.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cancelled_task_ends_without_a_word()
    {
        var (succeeded, log) = _run.Lint(task => task.Cancel());

        Assert.False(succeeded);
        Assert.Empty(log.Errors);
    }

    private static string Stats(long rows) => $$"""{"version":1,"tables":{"public.users":{ "rows": {{rows}}, "bytes": {{rows * 100}} } } }""";

    private static IEnumerable<string> Reasons(RecordingBuildEngine log) =>
        log.Messages.Select(message => message.Message!).Where(message => message.Contains(" because ", StringComparison.Ordinal) && message.StartsWith("Analysing", StringComparison.Ordinal));
}
