using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER ROLE, USER and GROUP.</summary>
internal sealed class AlterRole : StatementModel<AlterRoleStmt>
{
    protected override void Execute(AlterRoleStmt statement, Execution execution) => CreateRole.Note(Grant.RoleName(statement.Role), statement.Options, execution);
}
