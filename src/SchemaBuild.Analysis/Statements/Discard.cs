using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DISCARD: ALL resets every parameter, ALL and TEMP drop the temporary tables.</summary>
internal sealed class Discard : StatementModel<DiscardStmt>
{
    protected override bool RefusesTransaction(DiscardStmt statement, Execution execution) => statement.Target == DiscardMode.DISCARD_ALL;

    protected override void Execute(DiscardStmt statement, Execution execution)
    {
        if (statement.Target == DiscardMode.DISCARD_ALL)
        {
            execution.Session.ResetSettings();
            execution.Session.Prepared.Clear();
        }

        if (statement.Target is DiscardMode.DISCARD_ALL or DiscardMode.DISCARD_TEMP) TemporaryObjects.Drop(execution, _ => true);
    }
}
