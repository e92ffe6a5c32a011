using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE CAST: it locks nothing, but expressions mean more from then on.</summary>
internal sealed class CreateCast : StatementModel<CreateCastStmt>
{
    protected override string Kind(CreateCastStmt statement) => "CREATE_CAST";

    protected override void Execute(CreateCastStmt statement, Execution execution) => execution.NoteOwnOperators();
}
