using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>GRANT and REVOKE of roles.</summary>
internal sealed class GrantRole : StatementModel<GrantRoleStmt>
{
    protected override string Kind(GrantRoleStmt statement) => statement.IsGrant ? "GRANT" : "REVOKE";

    protected override void Execute(GrantRoleStmt statement, Execution execution)
    {
        if (!statement.IsGrant) return;
        string[] powers = [.. statement.GrantedRoles.OfType<AccessPriv>().Select(role => role.PrivName).Where(ReachesTheServer.Contains)];
        if (powers.Length == 0) return;
        foreach (var role in statement.GranteeRoles.OfType<RoleSpec>()) execution.Effects.Roles.Add(new RoleEffect(Grant.RoleName(role), powers));
    }

    /// <summary>Predefined roles that can become a superuser or reach all data, https://www.postgresql.org/docs/current/predefined-roles.html.</summary>
    private static readonly HashSet<string> ReachesTheServer =
    [
        "pg_execute_server_program", "pg_read_server_files", "pg_write_server_files", "pg_read_all_data", "pg_write_all_data",
    ];
}
