namespace SchemaBuild.Analysis.Tests.Replay;

public sealed class InternalErrorTests
{
    [Fact]
    public void A_fault_of_a_rule_is_a_finding_at_the_statement_and_the_analysis_goes_on()
    {
        var result = MigrationAnalyzer.Analyze(
            [new MigrationInput("1_x.sql", "1_x.sql", "SELECT 1;\nDROP TABLE a;\nCREATE INDEX i ON b (c);"u8.ToArray())],
            new AnalysisOptions { ConfiguredSeverity = (code, _) => code == "SB2001" ? throw new InvalidOperationException("boom") : null });

        var fault = Assert.Single(result.Findings, finding => finding.Rule.Code == "SB0099");
        Assert.Equal(("1_x.sql", 2, Severity.Error), (fault.File, fault.Line, fault.Severity));
        Assert.Contains("SB2001", fault.Message, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: boom", fault.Message, StringComparison.Ordinal);
        Assert.Contains("report", fault.Message, StringComparison.Ordinal);
        Assert.Contains(result.Findings, finding => finding is { Rule.Code: "SB1001", Line: 3 });
    }

    [Fact]
    public void Cancelling_is_no_fault()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => MigrationAnalyzer.Analyze([new MigrationInput("1_x.sql", "1_x.sql", default)], cancellationToken: source.Token));
    }
}
