using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE ROLE, USER and GROUP.</summary>
internal sealed class CreateRole : StatementModel<CreateRoleStmt>
{
    protected override void Execute(CreateRoleStmt statement, Execution execution) => Note(statement.Role, statement.Options, execution);

    /// <summary>Notes what the options of CREATE and ALTER ROLE give a role.</summary>
    public static void Note(string role, IReadOnlyList<Node> options, Execution execution)
    {
        string[] powers = [.. Powers.Where(power => DefElems.IsOn(options, power.Option)).Select(power => power.Keyword)];
        if (powers.Length > 0) execution.Effects.Roles.Add(new RoleEffect(role, powers));
        if (DefElems.Text(options, "password") is { } password && !IsVerifier(password)) execution.Effects.Secrets.Add($"the password of role {role}");
    }

    /// <summary>A SCRAM verifier is what the server stores; the password cannot be read from it.</summary>
    private static bool IsVerifier(string password) => password.StartsWith("SCRAM-SHA-256$", StringComparison.Ordinal);

    private static readonly (string Option, string Keyword)[] Powers = [("superuser", "SUPERUSER"), ("bypassrls", "BYPASSRLS"), ("createrole", "CREATEROLE")];
}
