using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER DEFAULT PRIVILEGES: rights on objects that are made later.</summary>
internal sealed class AlterDefaultPrivileges : StatementModel<AlterDefaultPrivilegesStmt>
{
    protected override void Execute(AlterDefaultPrivilegesStmt statement, Execution execution)
    {
        if (statement.Action is { IsGrant: true } grant) execution.Effects.Privileges.Add(Grant.Privileges(grant) with { IsForFutureObjects = true });
    }
}
