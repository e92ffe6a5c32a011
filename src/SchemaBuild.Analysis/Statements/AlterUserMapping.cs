using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER USER MAPPING.</summary>
internal sealed class AlterUserMapping : StatementModel<AlterUserMappingStmt>
{
    protected override void Execute(AlterUserMappingStmt statement, Execution execution) => CreateUserMapping.Note(statement.Servername, statement.Options, execution);
}
