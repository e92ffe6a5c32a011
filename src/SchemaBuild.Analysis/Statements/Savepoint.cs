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
        if (execution.IsAlone && statement.Kind is TransactionStmtKind.TRANS_STMT_SAVEPOINT or TransactionStmtKind.TRANS_STMT_RELEASE or TransactionStmtKind.TRANS_STMT_ROLLBACK_TO)
            throw new RefusedException("25P01", $"{NameOf(statement.Kind)} can only be used in transaction blocks", "Write BEGIN and COMMIT around it, or delete it.");
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

    private static string NameOf(TransactionStmtKind kind) => kind switch
    {
        TransactionStmtKind.TRANS_STMT_SAVEPOINT => "SAVEPOINT",
        TransactionStmtKind.TRANS_STMT_RELEASE => "RELEASE SAVEPOINT",
        _ => "ROLLBACK TO SAVEPOINT",
    };
}
