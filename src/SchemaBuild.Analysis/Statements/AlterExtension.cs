using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER EXTENSION UPDATE: runs scripts that lie on the server.</summary>
internal sealed class AlterExtension : StatementModel<AlterExtensionStmt>
{
    protected override void Execute(AlterExtensionStmt statement, Execution execution) =>
        execution.Effects.NotAnalysed.Add($"ALTER EXTENSION {statement.Extname} UPDATE: runs scripts that lie on the server.");
}
