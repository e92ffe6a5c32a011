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
        if (statement.IsGrant) execution.Effects.Privileges.Add(Privileges(statement));
        NoteSchemas(statement, execution);
        if (statement.Targtype != GrantTargetType.ACL_TARGET_OBJECT || statement.Objtype != ObjectType.OBJECT_TABLE) return;
        foreach (var name in statement.Objects.OfType<RangeVar>())
        {
            if (execution.Find(NameSpace.Relation, NodeNames.Qualified(name)) is Sequence) continue;
            var relation = execution.GetRelation(name);
            if (execution.Major >= LocksSince) execution.Lock(relation, LockMode.AccessShare);
        }
    }

    /// <summary>What the statement, or the GRANT within ALTER DEFAULT PRIVILEGES, gives to whom.</summary>
    public static PrivilegeEffect Privileges(GrantStmt statement) => new(
        statement.Objtype,
        [.. statement.Objects.Select(item => statement.Targtype == GrantTargetType.ACL_TARGET_ALL_IN_SCHEMA ? $"everything in {NodeNames.Text(item)}" : NodeNames.Qualified(item).ToString())],
        [.. statement.Privileges.OfType<AccessPriv>().Select(privilege => privilege.PrivName.ToUpperInvariant()).Where(name => name.Length > 0)],
        [.. statement.Grantees.OfType<RoleSpec>().Select(RoleName)])
    {
        CanBePassedOn = statement.GrantOption,
    };

    public static string RoleName(RoleSpec? role) => role?.Roletype switch
    {
        null => "",
        RoleSpecType.ROLESPEC_PUBLIC => PrivilegeEffect.Public,
        RoleSpecType.ROLESPEC_CSTRING => role.Rolename,
        RoleSpecType.ROLESPEC_SESSION_USER => "SESSION_USER",
        _ => "CURRENT_USER",
    };

    /// <summary>Remembers in which schemas everybody may create something.</summary>
    private static void NoteSchemas(GrantStmt statement, Execution execution)
    {
        if (statement.Objtype != ObjectType.OBJECT_SCHEMA || !statement.Grantees.OfType<RoleSpec>().Any(role => role.Roletype == RoleSpecType.ROLESPEC_PUBLIC)) return;
        var privileges = Privileges(statement);
        if (!privileges.IsAll && !privileges.Privileges.Contains("CREATE")) return;
        foreach (var schema in statement.Objects.Select(NodeNames.Text)) execution.OpenToPublic(schema, statement.IsGrant);
    }

    private const int LocksSince = 18;
}
