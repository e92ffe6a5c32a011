namespace SchemaBuild.Analysis.Tests.Labelled;

public class LabelledCasesTests
{
    [Fact]
    public void No_safe_case_is_reported() => Assert.Empty(Wrong(isUnsafe: false));

    [Fact]
    public void Nearly_every_unsafe_case_is_found()
    {
        var missed = Wrong(isUnsafe: true);
        Assert.True(missed.Count * 100 <= LabelledCase.All().Count(labelled => labelled.IsUnsafe) * 8, string.Join('\n', missed));
    }

    [Fact]
    public void There_are_enough_cases() => Assert.True(LabelledCase.All().Count >= 300);

    private static List<string> Wrong(bool isUnsafe) =>
    [
        .. LabelledCase.All().Where(labelled => labelled.IsUnsafe == isUnsafe).Select(labelled => (Case: labelled, Findings: labelled.Lint())).Where(pair => !pair.Case.IsRight(pair.Findings))
            .Select(pair => $"{pair.Case}\n    {string.Join("\n    ", pair.Findings.Select(finding => $"{finding.Severity} {finding.Rule.Code} {finding.Message}"))}"),
    ];
}
