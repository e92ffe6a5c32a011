using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A statement outside a transaction that the server would refuse the second time.</summary>
internal sealed class NotRepeatable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4008", "not-repeatable", Severity.Warning, "A statement outside a transaction cannot be run again");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.RefusalOfRepeat is not { } refusal) return;
        findings.Add(
            statement.Statement,
            $"This runs outside a transaction. If the process dies before it is recorded, the run stops here, and running it again ends with: {refusal.Message} ({refusal.SqlState}). "
            + "Write IF NOT EXISTS or IF EXISTS where the statement has it, or run the file in a transaction.");
    }
}
