using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>SAVEPOINT, RELEASE, ROLLBACK TO, and two-phase commit; BEGIN and COMMIT never come here, they are borders of transactions.</summary>
internal sealed class Savepoint : StatementModel<TransactionStmt>
{
    protected override string Kind(TransactionStmt statement) => "SAVEPOINT";

    protected override bool RefusesTransaction(TransactionStmt statement, Execution execution) =>
        statement.Kind is TransactionStmtKind.TRANS_STMT_COMMIT_PREPARED or TransactionStmtKind.TRANS_STMT_ROLLBACK_PREPARED;

    protected override void Execute(TransactionStmt statement, Execution execution)
    {
        switch (statement.Kind)
        {
            case TransactionStmtKind.TRANS_STMT_SAVEPOINT:
                execution.Session.Savepoint(statement.SavepointName);
                break;
            case TransactionStmtKind.TRANS_STMT_RELEASE:
                execution.Session.ReleaseSavepoint(statement.SavepointName);
                break;
            case TransactionStmtKind.TRANS_STMT_ROLLBACK_TO:
                execution.Session.RollbackToSavepoint(statement.SavepointName);
                break;
        }
    }
}
