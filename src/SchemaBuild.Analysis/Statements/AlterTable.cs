using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER TABLE; its subcommands are in <c>AlterTable/</c>.</summary>
internal sealed class AlterTable : StatementModel<AlterTableStmt>
{
    protected override string Kind(AlterTableStmt statement) => statement.Objtype switch
    {
        ObjectType.OBJECT_INDEX => "ALTER_INDEX",
        ObjectType.OBJECT_VIEW => "ALTER_VIEW",
        ObjectType.OBJECT_SEQUENCE => "ALTER_SEQUENCE",
        ObjectType.OBJECT_TYPE => "ALTER_TYPE",
        _ => "ALTER_TABLE",
    };

    protected override bool RefusesTransaction(AlterTableStmt statement, Execution execution) =>
        statement.Cmds.OfType<AlterTableCmd>().Any(command => command is { Subtype: AlterTableType.AT_DetachPartition, Def: PartitionCmd { Concurrent: true } });

    protected override void Execute(AlterTableStmt statement, Execution execution)
    {
        var name = NodeNames.Qualified(statement.Relation);
        var found = execution.Find(NameSpace.Relation, name);
        if (found is null && statement.MissingOk) return;
        // Indexes and sequences are altered too, but nothing that is modelled here happens to them.
        if (found is not null and not Relation || statement.Objtype is ObjectType.OBJECT_INDEX or ObjectType.OBJECT_SEQUENCE) return;
        new AlterTableRun(execution, statement) { Target = execution.GetRelation(name) }.Execute();
    }
}
