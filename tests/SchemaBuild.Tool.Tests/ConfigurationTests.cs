using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>Severities from <c>.editorconfig</c> and <c>.globalconfig</c>.</summary>
public sealed class ConfigurationTests
{
    private const string One = "dotnet_diagnostic.SB1001.severity";
    private const string Category = "dotnet_analyzer_diagnostic.category-Availability.severity";
    private const string All = "dotnet_analyzer_diagnostic.severity";

    [Theory]
    [InlineData($"[*.sql]\n{One} = none", "", null)]
    [InlineData($"[*.sql]\n{One} = silent", "", null)]
    [InlineData($"[*.sql]\n{One} = suggestion", "", "suggestion")]
    [InlineData($"[migrations/**.sql]\n{One} = warning", "", "warning")]
    [InlineData($"[other/**.sql]\n{One} = warning", "", "error")]
    [InlineData($"[*.sql]\n{Category} = warning", "", "warning")]
    [InlineData($"[*.sql]\n{Category} = default", "", "error")]
    [InlineData("[*.sql]\ndotnet_analyzer_diagnostic.category-Data.severity = warning", "", "error")]
    [InlineData($"[*.sql]\n{All} = warning", "", "warning")]
    [InlineData($"[*.sql]\n{All} = none\n{Category} = warning", "", "warning")]
    [InlineData($"[*.sql]\n{Category} = none\n{One} = warning", "", "warning")]
    [InlineData("", $"is_global = true\n{One} = warning", "warning")]
    [InlineData($"[*.sql]\n{One} = suggestion", $"is_global = true\n{One} = warning", "suggestion")]
    [InlineData($"[*.sql]\n{All} = suggestion", $"is_global = true\n{One} = warning", "warning")]
    public async Task The_strongest_key_counts(string editorConfig, string globalConfig, string? severity)
    {
        using var folder = Project(editorConfig, globalConfig);

        var result = await Tool.RunAsync(folder, "--format", "concise");

        if (severity is null)
            Assert.Equal("", result.Output);
        else
            Assert.Contains($": {severity} SB1001: ", result.Output, StringComparison.Ordinal);
        Assert.Equal(severity == "error" ? 1 : 0, result.ExitCode);
    }

    [Fact]
    public async Task A_code_that_there_is_not_is_told_and_the_rest_counts()
    {
        using var folder = Project($"[*.sql]\n{One} = none\ndotnet_diagnostic.SB9999.severity = none", "");

        var result = await Tool.RunAsync(folder, "--format", "concise");

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("schema-lint: dotnet_diagnostic.SB9999.severity is about a rule that this version of SchemaBuild does not have.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nearest_file_counts_and_root_ends_the_search()
    {
        using var folder = Project($"root = true\n[*.sql]\n{One} = none", "");
        folder.Write("migrations/.editorconfig", $"[*.sql]\n{One} = warning\n");
        Assert.Contains("warning SB1001", (await Tool.RunAsync(folder, "--format", "concise")).Output, StringComparison.Ordinal);

        folder.Write("migrations/.editorconfig", "root = true\n");
        Assert.Contains("error SB1001", (await Tool.RunAsync(folder, "--format", "concise")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_stronger_than_the_mode_and_an_allow_stronger_than_a_file()
    {
        using var folder = Project($"[*.sql]\n{One} = warning", "");
        Assert.Contains("warning SB1001", (await Tool.RunAsync(folder, "--format", "concise", "--mode", "minimum")).Output, StringComparison.Ordinal);

        folder.Write("migrations/002_b.sql", "-- schemabuild:allow SB1001 reason=\"few rows\"\nCREATE INDEX t_a ON t (a);");
        Assert.Equal("", (await Tool.RunAsync(folder, "--format", "concise")).Output);
    }

    [Fact]
    public async Task Keys_for_everything_leave_broken_files_errors()
    {
        using var folder = Project($"[*.sql]\n{All} = none", "");
        folder.Write("migrations/003_c.sql", "CREATE TABL t ();");

        Assert.Contains("error SB0001", (await Tool.RunAsync(folder, "--format", "concise")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(One, "loud")]
    [InlineData(All, "loud")]
    [InlineData(Category, "loud")]
    public async Task A_severity_that_there_is_not_ends_the_run(string key, string word)
    {
        using var folder = Project($"[*.sql]\n{key} = {word}", "");

        var result = await Tool.RunAsync(folder);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("schema-lint: The configuration cannot be understood: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("loud", result.Error, StringComparison.Ordinal);
    }

    private static ScratchFolder Project(string editorConfig, string globalConfig)
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_a.sql", "CREATE TABLE t (id bigint PRIMARY KEY, a int);");
        folder.Write("migrations/002_b.sql", "SET lock_timeout = '2s';\nCREATE INDEX t_a ON t (a);");
        if (editorConfig.Length > 0)
            folder.Write(".editorconfig", editorConfig + "\n");
        if (globalConfig.Length > 0)
            folder.Write(".globalconfig", globalConfig + "\n");
        return folder;
    }
}
