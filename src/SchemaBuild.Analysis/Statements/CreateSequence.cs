using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE SEQUENCE: ACCESS SHARE on the table that owns it.</summary>
internal sealed class CreateSequence : StatementModel<CreateSeqStmt>
{
    protected override string Kind(CreateSeqStmt statement) => "CREATE_SEQUENCE";

    protected override void Execute(CreateSeqStmt statement, Execution execution)
    {
        var name = execution.NewName(statement.Sequence!);
        if (!execution.MakeRoom(NameSpace.Relation, name, statement.IfNotExists)) return;
        SequenceOptions.Demand(statement.Options, execution);
        var sequence = (Sequence)execution.Add(new Sequence { Name = name });
        SequenceOwner.Set(sequence, statement.Options, execution);
    }
}
