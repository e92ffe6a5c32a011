using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER SEQUENCE: ACCESS SHARE on the table that it gives it to.</summary>
internal sealed class AlterSequence : StatementModel<AlterSeqStmt>
{
    protected override string Kind(AlterSeqStmt statement) => "ALTER_SEQUENCE";

    protected override void Execute(AlterSeqStmt statement, Execution execution)
    {
        var found = execution.Find(NameSpace.Relation, NodeNames.Qualified(statement.Sequence));
        if (found is null) return;
        SequenceOwner.Set(found as Sequence ?? throw new RefusedException("42809", $"\"{found.Name.Name}\" is not a sequence"), statement.Options, execution);
    }
}
