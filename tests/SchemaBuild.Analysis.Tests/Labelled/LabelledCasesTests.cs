namespace SchemaBuild.Analysis.Tests.Labelled;

public class LabelledCasesTests
{
    [Fact]
    public void No_safe_case_is_reported() => Assert.Equal("", Wrong(labelled => !labelled.IsUnsafe, (labelled, findings) => !labelled.IsReported(findings)));

    [Fact]
    public void Every_unsafe_case_that_a_rule_is_about_is_found_under_its_name() =>
        Assert.Equal("", Wrong(labelled => labelled is { IsUnsafe: true, Rules.Count: > 0 }, (labelled, findings) => labelled.IsNamed(findings)));

    [Fact]
    public void There_are_enough_cases_of_both_kinds()
    {
        var cases = LabelledCase.All();
        Assert.True(cases.Count(labelled => labelled.IsUnsafe) >= 300);
        Assert.True(cases.Count(labelled => !labelled.IsUnsafe) >= 250);
    }

    [Fact]
    public void Every_hazard_is_one_of_the_page() => Assert.Empty(LabelledCase.All().Where(labelled => !labelled.IsKnown).Select(labelled => labelled.ToString()));

    private static string Wrong(Func<LabelledCase, bool> isMeant, Func<LabelledCase, IReadOnlyList<Finding>, bool> isRight) =>
        string.Join('\n', LabelledCase.All().Where(isMeant).Select(labelled => (Case: labelled, Findings: labelled.Lint())).Where(pair => !isRight(pair.Case, pair.Findings))
            .Select(pair => $"{pair.Case}\n    {string.Join("\n    ", pair.Findings.Select(finding => $"{finding.Severity} {finding.Rule.Code} {finding.Message}"))}"));
}
