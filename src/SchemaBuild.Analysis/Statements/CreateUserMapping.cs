using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE USER MAPPING.</summary>
internal sealed class CreateUserMapping : StatementModel<CreateUserMappingStmt>
{
    protected override void Execute(CreateUserMappingStmt statement, Execution execution) => Note(statement.Servername, statement.Options, execution);

    public static void Note(string server, IReadOnlyList<Node> options, Execution execution)
    {
        if (DefElems.Text(options, "password") is { Length: > 0 }) execution.Effects.Secrets.Add($"the password for the foreign server {server}");
    }
}
