using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>COPY: ROW EXCLUSIVE on the table that it fills, ACCESS SHARE on what it reads.</summary>
internal sealed class Copy : StatementModel<CopyStmt>
{
    protected override string Kind(CopyStmt statement) => statement.IsFrom ? "DATA_MIGRATION" : "COPY";

    protected override void Execute(CopyStmt statement, Execution execution)
    {
        if (statement.Relation is not { } name)
        {
            QueryLocks.Execute(statement.Query, execution);
            return;
        }

        var table = execution.GetRelation(name);
        if (!statement.IsFrom && table.Kind is RelationKind.View or RelationKind.PartitionedTable or RelationKind.MaterializedView && Refuses(table, execution))
            throw new RefusedException("42809", $"cannot copy from \"{table.Name.Name}\"");
        execution.Lock(table, statement.IsFrom ? LockMode.RowExclusive : LockMode.AccessShare);
        if (statement.IsFrom) execution.Fill(table);
    }

    /// <summary>PostgreSQL 18 copies from materialized views.</summary>
    private static bool Refuses(Relation relation, Execution execution) => relation.Kind != RelationKind.MaterializedView || execution.Major < 18;
}
