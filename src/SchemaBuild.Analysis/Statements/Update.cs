using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>UPDATE: ROW EXCLUSIVE on its table.</summary>
internal sealed class Update : StatementModel<UpdateStmt>
{
    protected override string Kind(UpdateStmt statement) => "DATA_MIGRATION";

    protected override void Execute(UpdateStmt statement, Execution execution) =>
        execution.Lock(execution.GetRelation(statement.Relation!), LockMode.RowExclusive);
}
