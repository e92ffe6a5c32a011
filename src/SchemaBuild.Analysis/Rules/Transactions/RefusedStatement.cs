using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>PostgreSQL would certainly refuse a statement, in its place and on the oldest major that must be safe.</summary>
/// <remarks>Each refusal is proved on live servers in tests/SchemaBuild.Proof.Tests.</remarks>
internal sealed class RefusedStatement : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4060", "refused-statement", Severity.Error, "PostgreSQL refuses the statement");

    public override bool JudgesRefused => true;

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        // A syntax error in a body has a rule of its own, which knows where it is.
        if (statement.Effects is not { Refusal: { } refusal, BodyError: null }) return;
        var advice = refusal.Advice is null ? "" : $" {refusal.Advice}";
        findings.Add(statement.Statement, $"PostgreSQL {findings.Major} refuses this with {refusal.SqlState}: {refusal.Message}. The migration fails here.{advice}");
    }
}
