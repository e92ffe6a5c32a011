using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DELETE: ROW EXCLUSIVE on its table.</summary>
internal sealed class Delete : StatementModel<DeleteStmt>
{
    protected override string Kind(DeleteStmt statement) => "DATA_MIGRATION";

    protected override void Execute(DeleteStmt statement, Execution execution) =>
        execution.Lock(execution.GetRelation(statement.Relation!), LockMode.RowExclusive);
}
