using System.Text.RegularExpressions;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Tests.Labelled;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests;

/// <summary>docs/hazards.md names each of the 143 hazards once, with the rules that find it, or says why none does; and each of these is shown by a case that triggers and one that stays silent.</summary>
public sealed partial class HazardsPageTests
{
    private const int Hazards = 143;

    private static readonly string Page = File.ReadAllText(RepositoryRoot.Combine("docs", "hazards.md")).ReplaceLineEndings("\n");

    private static readonly IReadOnlyList<(string Hazard, string Text)> Rows = [.. Row().Matches(Page).Select(row => (row.Groups["hazard"].Value, row.Groups["text"].Value))];

    [Fact]
    public void Each_hazard_has_one_row()
    {
        Assert.Equal(Hazards, Rows.Count);
        Assert.Empty(Rows.GroupBy(row => row.Hazard).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Each_row_names_rules_or_a_reason() => Assert.Empty(Rows.Where(row => Codes(row.Text).Count == 0 && !Reason().IsMatch(row.Text)).Select(row => $"{row.Hazard}: {row.Text}"));

    /// <summary>A link leads to the rule's page and is followed by its name.</summary>
    [Fact]
    public void Each_code_is_a_rule_with_its_own_name_and_page()
    {
        var rules = RuleCatalog.All.ToDictionary(rule => rule.Code);
        Assert.DoesNotContain(Code().Matches(Page).Select(code => code.Value), code => !rules.ContainsKey(code));
        var links = Link().Matches(Page);
        Assert.Empty(links.Where(link => rules[link.Groups["code"].Value].Name != link.Groups["name"].Value || link.Groups["page"].Value != link.Groups["code"].Value).Select(link => link.Value));
        Assert.Equal(Code().Count(Page), links.Count * 2);
    }

    /// <summary>In a row, or below among those that are about no hazard of the list.</summary>
    [Fact]
    public void Each_rule_is_named()
    {
        var named = Link().Matches(Page).Select(link => link.Groups["code"].Value).ToHashSet();
        Assert.DoesNotContain(RuleCatalog.All.Select(rule => rule.Code), code => !named.Contains(code));
    }

    [Fact]
    public void Each_hazard_with_a_rule_has_a_case_that_triggers_and_one_that_stays_silent()
    {
        var cases = LabelledCase.All().ToLookup(labelled => labelled.Hazard);
        var faults = new List<string>();
        foreach (var (hazard, text) in Rows.Where(row => Codes(row.Text).Count > 0))
        {
            var own = hazard.Split(" / ").Append(hazard).Distinct().SelectMany(name => cases[name]).ToList();
            // What needs a mode or names of files is shown by the tests of the rule alone.
            if (own.Count == 0 && Codes(text).Any(IsShownByItsTests)) continue;
            if (!own.Exists(labelled => labelled.IsUnsafe)) faults.Add($"{hazard}: nothing triggers it");
            if (!own.Exists(labelled => !labelled.IsUnsafe)) faults.Add($"{hazard}: nothing shows when it is silent");
        }

        Assert.Empty(faults);
    }

    private static bool IsShownByItsTests(string code)
    {
        var name = RuleSet.All.Single(rule => rule.Descriptor.Code == code).GetType().Name + "Tests";
        var tests = typeof(HazardsPageTests).Assembly.GetTypes().Single(type => type.Name == name).GetMethods().Select(method => method.Name).ToList();
        return tests.Exists(test => test.StartsWith("Found", StringComparison.Ordinal)) && tests.Exists(test => test.StartsWith("Silent", StringComparison.Ordinal));
    }

    /// <summary>A reason may name a rule that is about something near it.</summary>
    private static List<string> Codes(string text) => Reason().IsMatch(text) ? [] : [.. Code().Matches(text).Select(code => code.Value).Distinct()];

    [GeneratedRegex(@"^\| `(?<hazard>[^`]+)` \| (?<text>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^no rule(?: of its own)?: \S.{20,}")]
    private static partial Regex Reason();

    [GeneratedRegex(@"\bSB\d{4}\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?<code>SB\d{4})\]\(rules/(?<page>SB\d{4})\.md\) (?<name>[a-z0-9-]+)")]
    private static partial Regex Link();
}
