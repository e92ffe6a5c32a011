using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>GRANT and REVOKE: nothing that waits; since PostgreSQL 18 ACCESS SHARE on the relations that are named.</summary>
internal sealed class Grant : StatementModel<GrantStmt>
{
    protected override string Kind(GrantStmt statement) => statement.IsGrant ? "GRANT" : "REVOKE";

    protected override void Execute(GrantStmt statement, Execution execution)
    {
        if (statement.Targtype != GrantTargetType.ACL_TARGET_OBJECT || statement.Objtype != ObjectType.OBJECT_TABLE) return;
        foreach (var name in statement.Objects.OfType<RangeVar>())
        {
            if (execution.Find(NameSpace.Relation, NodeNames.Qualified(name)) is Sequence) continue;
            var relation = execution.GetRelation(name);
            if (execution.Major >= LocksSince) execution.Lock(relation, LockMode.AccessShare);
        }
    }

    private const int LocksSince = 18;
}
