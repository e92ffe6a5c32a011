using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Tests;

public sealed class FormatsTests
{
    public static TheoryData<string> Formats { get; } = [.. FindingsFormats.All.Keys];

    [Theory, MemberData(nameof(Formats))]
    public async Task Every_format_looks_as_agreed(string format)
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunAsync(folder, "lint", "--format", format);

        Snapshot.Equal(format == "sarif" ? WithoutRules(result.Output) : result.Output, format);
        Assert.Equal("3 errors in 5 files, 4 statements (1 silenced).\n", result.Error);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Text_has_colours_where_the_reader_sees_them()
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunAsync(folder.Path, "", hasColor: true, "lint", "migrations");

        Snapshot.Equal(result.Output.Replace("\e", "ESC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_is_what_the_contract_says()
    {
        using var folder = ShopMigrations.Create();

        using var json = JsonDocument.Parse((await Tool.RunAsync(folder, "lint", "--format", "json")).Output);

        Assert.Equal(["findings", "files", "statements"], json.RootElement.EnumerateObject().Select(property => property.Name));
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(
            ["code", "name", "severity", "file", "line", "column", "endLine", "endColumn", "message", "help", "url", "relations", "lock", "suppressed", "fix"],
            finding.EnumerateObject().Select(property => property.Name));
        Assert.Equal("SB1001", finding.GetProperty("code").GetString());
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal("migrations/002_index_email.sql", finding.GetProperty("file").GetString());
        Assert.Equal("ShareLock", finding.GetProperty("lock").GetString());
        Assert.Equal("public.users", finding.GetProperty("relations")[0].GetString());
        Assert.True(json.RootElement.GetProperty("findings").EnumerateArray().Single(found => found.GetProperty("code").GetString() == "SB2001")
            .GetProperty("suppressed").GetBoolean());
    }

    [Fact]
    public async Task Sarif_lists_every_rule()
    {
        using var folder = ShopMigrations.Create();

        using var sarif = JsonDocument.Parse((await Tool.RunAsync(folder, "lint", "--format", "sarif")).Output);

        var rules = sarif.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal(RuleCatalog.All.Select(rule => rule.Code), rules.EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task GitLab_gets_a_fingerprint_of_its_own_for_each_finding()
    {
        using var folder = ShopMigrations.Create();
        folder.Write("migrations/002_index_email.sql", "CREATE INDEX ON users (email);\nCREATE INDEX ON users (email);\n");

        using var report = JsonDocument.Parse((await Tool.RunAsync(folder, "lint", "--format", "gitlab")).Output);

        var fingerprints = report.RootElement.EnumerateArray().Select(entry => entry.GetProperty("fingerprint").GetString()).ToList();
        Assert.NotEmpty(fingerprints);
        Assert.Equal(fingerprints, fingerprints.Distinct());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("concise")]
    [InlineData("markdown")]
    [InlineData("junit")]
    [InlineData("msbuild")]
    public async Task Escape_sequences_of_a_file_do_not_reach_the_terminal(string format)
    {
        using var folder = ShopMigrations.Create();
        folder.Write("migrations/006_evil.sql", "CREATE INDEX \"\e[2J\u202E\" ON users (id);\nCREATE TABLE \"\e[31m\" (;\n");

        var result = await Tool.RunAsync(folder, "lint", "--format", format, "migrations/006_evil.sql");

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain('\e', result.Output);
        Assert.DoesNotContain('\u202E', result.Output);
    }

    [Fact]
    public async Task A_long_line_is_cut_around_the_place()
    {
        using var folder = ShopMigrations.Create();
        folder.Write("migrations/001_create_users.sql", $"CREATE TABLE users (id bigint);\nSELECT '{new string('x', 5000)}'; DROP TABLE users /* {new string('y', 5000)} */;");

        var result = await Tool.RunAsync(folder, "lint", "migrations/001_create_users.sql", "migrations/002_index_email.sql");

        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length < 130, line));
    }

    /// <summary>What changes with every release and every new rule is not part of the snapshot.</summary>
    private static string WithoutRules(string output)
    {
        var sarif = JsonNode.Parse(output)!;
        var driver = sarif["runs"]![0]!["tool"]!["driver"]!;
        driver["rules"] = new JsonArray();
        driver["semanticVersion"] = "VERSION";
        return sarif.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
