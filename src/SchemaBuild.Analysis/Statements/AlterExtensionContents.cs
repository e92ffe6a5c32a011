using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER EXTENSION ADD and DROP: what belongs to an extension is not followed.</summary>
internal sealed class AlterExtensionContents : StatementModel<AlterExtensionContentsStmt>
{
    protected override void Execute(AlterExtensionContentsStmt statement, Execution execution) =>
        execution.Effects.NotAnalysed.Add("ALTER EXTENSION: what belongs to the extension is not followed.");
}
