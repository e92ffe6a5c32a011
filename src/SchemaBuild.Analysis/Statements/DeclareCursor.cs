using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DECLARE CURSOR locks as its query does.</summary>
internal sealed class DeclareCursor : StatementModel<DeclareCursorStmt>
{
    protected override void Execute(DeclareCursorStmt statement, Execution execution) =>
        QueryLocks.Plan(statement.Query, execution);
}
