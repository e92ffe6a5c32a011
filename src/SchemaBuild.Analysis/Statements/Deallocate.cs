using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DEALLOCATE: a prepared query, or all.</summary>
internal sealed class Deallocate : StatementModel<DeallocateStmt>
{
    protected override void Execute(DeallocateStmt statement, Execution execution)
    {
        if (statement.Isall || statement.Name.Length == 0) execution.Session.Prepared.Clear();
        else execution.Session.Prepared.Remove(statement.Name);
    }
}
