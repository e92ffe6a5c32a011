using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

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
            + Advice(statement.Tree));
    }

    /// <summary>These have no form that passes when the work is done already, and a transaction would refuse them.</summary>
    private static string Advice(Node tree) => tree is CreatedbStmt or CreateTableSpaceStmt or CreateSubscriptionStmt
        ? "The statement has no IF NOT EXISTS: keep it in a migration of its own, so that nothing else is undone or done twice when somebody has to settle it."
        : "Write IF NOT EXISTS or IF EXISTS where the statement has it, or run the file in a transaction.";
}
