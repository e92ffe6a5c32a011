using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>
/// Every rule has a page and a test class, and what the page shows is true: a block of SQL holds one or more files, each under its path as a
/// comment. Blocks below "Unsafe" have a finding of the rule, blocks below "Safe" have none.
/// </summary>
public sealed partial class RulePagesTests
{
    private static readonly string PagesFolder = RepositoryRoot.Combine("docs", "rules");

    // Those about projects and their C#: tests/SchemaBuild.MSBuild.Tests looks at them.
    private static readonly string[] BuildErrors = ["SB003", "SB01", "SB308"];
    // Unsafe on one of them is unsafe; safe is safe on both.
    private static readonly int[] Majors = [AnalysisOptions.OldestVersion, AnalysisOptions.NewestVersion];
    private static readonly string[] Headings = ["What happens", "Why it hurts", "Unsafe", "Safe", "When it is safe", "Configuration"];

    public static TheoryData<string> Codes { get; } = [.. RuleCatalog.All.Select(rule => rule.Code)];

    /// <summary>All but SB0099, which is about faults of ours: there is no file that has one.</summary>
    public static TheoryData<string> CodesWithExamples { get; } = [.. RuleCatalog.All.Select(rule => rule.Code).Where(code => code != "SB0099")];

    [Fact]
    public void Each_rule_has_a_page_and_each_page_a_rule() => Assert.Equal(
        RuleCatalog.All.Select(rule => rule.Code),
        Directory.EnumerateFiles(PagesFolder, "SB*.md").Select(page => Path.GetFileNameWithoutExtension(page))
            .Where(code => !BuildErrors.Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal));

    [Fact]
    public void The_index_has_every_page() => Assert.All(
        Directory.EnumerateFiles(PagesFolder, "SB*.md").Select(page => Path.GetFileName(page)),
        page => Assert.Contains($"(rules/{page})", File.ReadAllText(RepositoryRoot.Combine("docs", "README.md")), StringComparison.Ordinal));

    [Theory, MemberData(nameof(Codes))]
    public void A_page_names_its_rule_and_has_the_usual_headings(string code)
    {
        var rule = RuleCatalog.Find(code)!;
        var lines = File.ReadAllLines(Path.Combine(PagesFolder, $"{code}.md"));

        Assert.Equal($"# {code}: {rule.Title}", lines[0]);
        Assert.Equal($"`{rule.Name}`, {rule.DefaultSeverity.ToString().ToLowerInvariant()} by default.", lines[2]);
        Assert.Equal(Headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.EndsWith($"/docs/rules/{code}.md", rule.HelpUrl, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(CodesWithExamples))]
    public void Its_unsafe_examples_are_found_and_its_safe_ones_are_not(string code)
    {
        var page = File.ReadAllText(Path.Combine(PagesFolder, $"{code}.md")).ReplaceLineEndings("\n");

        // A rule that is off by default is on in the mode strict.
        var mode = RuleCatalog.Find(code)!.DefaultSeverity == Severity.None ? AnalysisMode.Strict : AnalysisMode.Default;
        Assert.NotEmpty(Examples(page, "Unsafe"));
        Assert.All(Examples(page, "Unsafe"), example => Assert.Contains(code, Codes(example)));
        Assert.NotEmpty(Examples(page, "Safe"));
        Assert.All(Examples(page, "Safe"), example => Assert.DoesNotContain(code, Codes(example)));

        IEnumerable<string> Codes(Example example) =>
            Majors.Where(major => major >= example.OldestMajor).SelectMany(major => MigrationAnalyzer.Analyze(
                example.Files.Where(file => file.RelativePath != SchemaStats.FileName),
                new AnalysisOptions { Mode = mode, PostgresVersion = major, StatsFile = example.Files.FirstOrDefault(file => file.RelativePath == SchemaStats.FileName) }).Findings).Where(finding => !finding.IsSuppressed).Select(finding => finding.Rule.Code);
    }

    [Fact]
    public void The_page_of_sizes_has_the_rules_that_depend_on_them_and_an_example_that_is_right()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "sizes.md")).ReplaceLineEndings("\n");
        var example = page[(page.IndexOf("```json\n", StringComparison.Ordinal) + 8)..];
        var file = new MigrationInput(SchemaStats.FileName, SchemaStats.FileName, Encoding.UTF8.GetBytes(example[..example.IndexOf("```", StringComparison.Ordinal)]));

        Assert.EndsWith($"The rules whose harm grows with the table: {string.Join(", ", RuleCatalog.All.Where(rule => rule.DependsOnSize).Select(rule => rule.Code))}.\n", page, StringComparison.Ordinal);
        Assert.Empty(MigrationAnalyzer.Analyze([], new AnalysisOptions { StatsFile = file }).Findings);
        Assert.Contains($"{TableSize.SmallRows:#,0}", page, StringComparison.Ordinal);
        Assert.Contains($"{TableSize.LargeRows:#,0}", page, StringComparison.Ordinal);
    }

    /// <summary>Advice that another rule forbids helps nobody.</summary>
    [Theory, MemberData(nameof(CodesWithExamples))]
    public void What_one_rule_calls_safe_is_no_error_of_another(string code)
    {
        var page = File.ReadAllText(Path.Combine(PagesFolder, $"{code}.md")).ReplaceLineEndings("\n");

        Assert.All(Examples(page, "Safe"), example => Assert.Empty(
            MigrationAnalyzer.Analyze(
                example.Files.Where(file => file.RelativePath != SchemaStats.FileName),
                new AnalysisOptions { PostgresVersion = example.OldestMajor, StatsFile = example.Files.FirstOrDefault(file => file.RelativePath == SchemaStats.FileName) }).Findings.Where(finding => finding is { IsSuppressed: false, Severity: Severity.Error }).Select(finding => $"{finding.Rule.Code}: {finding.Message}")));
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_rule_has_a_test_class(string code)
    {
        var name = string.Concat(RuleCatalog.Find(code)!.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Tests.cs";

        Assert.NotEmpty(Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "SchemaBuild.Analysis.Tests"), name, SearchOption.AllDirectories));
    }

    private static List<Example> Examples(string page, string heading)
    {
        var start = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        var section = page[start..page.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
        return [.. Blocks().Matches(section).Select(block => new Example(
            [.. Files(block.Groups["text"].Value, isHex: block.Groups["language"].Value == "hex")],
            block.Groups["major"] is { Success: true, Value: var major } ? int.Parse(major, CultureInfo.InvariantCulture) : AnalysisOptions.OldestVersion))];
    }

    private static IEnumerable<MigrationInput> Files(string block, bool isHex)
    {
        foreach (Match file in FilesOfBlock().Matches(block))
        {
            var path = file.Groups["path"].Value;
            var text = file.Groups["text"].Value;
            var content = isHex ? [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(octet => byte.Parse(octet, NumberStyles.HexNumber, CultureInfo.InvariantCulture))] : Encoding.UTF8.GetBytes(text);
            yield return new MigrationInput(path, path["migrations/".Length..], content);
        }
    }

    /// <param name="Files">What the block holds.</param>
    /// <param name="OldestMajor">Of the servers that it is for: <c>sql 15+</c> after the fence.</param>
    private sealed record Example(MigrationInput[] Files, int OldestMajor);

    [GeneratedRegex(@"^```(?<language>sql|hex)(?: (?<major>[0-9]+)\+)?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^-- (?<path>migrations/\S+)\n(?<text>.*?)(?=^-- migrations/|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FilesOfBlock();
}
