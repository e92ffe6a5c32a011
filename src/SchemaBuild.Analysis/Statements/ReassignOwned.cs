using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>REASSIGN OWNED: who owns what is not followed.</summary>
internal sealed class ReassignOwned : StatementModel<ReassignOwnedStmt>
{
    protected override void Execute(ReassignOwnedStmt statement, Execution execution) =>
        execution.Effects.NotAnalysed.Add($"REASSIGN OWNED BY {string.Join(", ", statement.Roles.OfType<RoleSpec>().Select(role => role.Rolename))}: gives away whatever they own, each table under ACCESS EXCLUSIVE.");
}
