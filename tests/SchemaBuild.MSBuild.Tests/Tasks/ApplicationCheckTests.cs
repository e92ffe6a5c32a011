namespace SchemaBuild.MSBuild.Tests.Tasks;

/// <summary>The comparison of the C# files with the schema, as a build runs it.</summary>
public sealed class ApplicationCheckTests : IDisposable
{
    private readonly TaskRun _run = new();

    public ApplicationCheckTests()
    {
        _run.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, legacy text);\n");
        _run.Write("migrations/002_drop.sql", "-- schemabuild:allow SB3001 reason=\"no longer used\"\nALTER TABLE users DROP COLUMN legacy;\n");
        _run.Write("src/Users.cs", "class Users\n{\n    string Sql = \"SELECT id, legacy FROM users\";\n}\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_use_is_an_error_at_its_place_in_the_code()
    {
        var (succeeded, log) = _run.Lint();

        Assert.False(succeeded);
        var error = Assert.Single(log.Errors);
        Assert.Equal(("SB3081", "src/Users.cs", 3, 30, 3, 36), (error.Code, error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));
        Assert.Contains("migrations/002_drop.sql line 2", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("/docs/rules/SB3081.md", error.HelpLink, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_frozen_migration_removed_is_not_looked_for() => Assert.True(_run.Lint(task => task.Baseline = "002").Succeeded);

    [Fact]
    public void Without_sources_nothing_is_looked_for() => Assert.True(_run.Lint(task => task.Sources = []).Succeeded);

    [Fact]
    public void It_is_repeated_from_the_cache_and_made_anew_when_the_code_or_the_schema_changes()
    {
        Assert.Equal("there is no earlier result", Reason());
        Assert.Null(Reason());
        Assert.Single(_run.Lint().Log.Errors);

        _run.Write("src/Users.cs", "class Users { }");
        Assert.Equal("src/Users.cs has changed", Reason());
        Assert.True(_run.Lint().Succeeded);

        _run.Write("src/Carts.cs", "class Carts { string Sql = \"SELECT id FROM users\"; }");
        Assert.Equal("src/Carts.cs is new", Reason());
        _run.Write("migrations/003_rename.sql", "-- schemabuild:allow SB3003 reason=\"test\"\nALTER TABLE users RENAME TO people;\n");
        Assert.Equal("what the migrations leave behind has changed", Reason());
        Assert.Contains(_run.Lint().Log.Errors, error => (error.Code, error.File) == ("SB3080", "src/Carts.cs"));

        _run.Write("obj/application.cache", "damaged");
        Assert.Equal("there is no earlier result", Reason());

        string? Reason()
        {
            const string Start = "Comparing the code with the schema because ";
            var message = _run.Lint().Log.Messages.SingleOrDefault(message => message.Message!.StartsWith(Start, StringComparison.Ordinal))?.Message;
            return message?[Start.Length..].TrimEnd('.');
        }
    }

    [Theory]
    [InlineData("silent", 0, 0)]
    [InlineData("none", 0, 0)]
    [InlineData("warning", 1, 0)]
    [InlineData("error", 0, 1)]
    public void Editorconfig_above_the_code_sets_the_severity(string severity, int warnings, int errors)
    {
        _run.Write("src/.editorconfig", $"[*.cs]\ndotnet_diagnostic.SB3081.severity = {severity}\n");

        var (_, log) = _run.Lint();

        Assert.Equal((warnings, errors), (log.Warnings.Count, log.Errors.Count));
    }

    [Theory]
    [InlineData("SB3081", null, null, false, "")]
    [InlineData(null, null, "SB3081", true, "error")]
    [InlineData(null, null, null, false, "error")]
    public void Properties_about_warnings_count(string? noWarn, string? asErrors, string? notAsErrors, bool treat, string expected)
    {
        var (_, log) = _run.Lint(task =>
            (task.NoWarn, task.WarningsAsErrors, task.WarningsNotAsErrors, task.TreatWarningsAsErrors) = (noWarn, asErrors, notAsErrors, treat));

        Assert.Equal(expected, log.Errors.Count > 0 ? "error" : log.Warnings.Count > 0 ? "warning" : "");
    }

    [Fact]
    public void A_required_column_is_a_warning_that_can_be_an_error()
    {
        _run.Write("migrations/002_drop.sql", "ALTER TABLE users ADD COLUMN tenant bigint NOT NULL;");
        _run.Write("src/Users.cs", "class Users { string Sql = \"INSERT INTO users (id) VALUES (@id)\"; }");

        Assert.Contains(_run.Lint().Log.Warnings, warning => warning.Code == "SB3082");
        Assert.Contains(_run.Lint(task => task.TreatWarningsAsErrors = true).Log.Errors, error => error.Code == "SB3082");
        Assert.DoesNotContain(_run.Lint(task => task.AnalysisMode = "minimum").Log.Errors, error => error.Code == "SB3082");
    }

    [Fact]
    public void Files_that_are_made_by_programs_or_missing_are_left_alone()
    {
        _run.Write("src/Users.g.cs", _run.Read("src/Users.cs"));
        _run.Delete("src/Users.cs");

        Assert.True(_run.Lint(task => task.Sources = [.. task.Sources, new Microsoft.Build.Utilities.TaskItem("src/Missing.cs")]).Succeeded);
    }
}
