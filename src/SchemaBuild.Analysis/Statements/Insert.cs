using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>INSERT: ROW EXCLUSIVE on its table.</summary>
internal sealed class Insert : StatementModel<InsertStmt>
{
    protected override string Kind(InsertStmt statement) => "DATA_MIGRATION";

    protected override void Execute(InsertStmt statement, Execution execution) =>
        execution.Lock(execution.GetRelation(statement.Relation!), LockMode.RowExclusive);
}
