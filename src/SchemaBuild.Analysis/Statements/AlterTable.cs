using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
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
        ObjectType.OBJECT_MATVIEW => "ALTER_MATVIEW",
        ObjectType.OBJECT_SEQUENCE => "ALTER_SEQUENCE",
        ObjectType.OBJECT_TYPE => "ALTER_TYPE",
        _ => "ALTER_TABLE",
    };

    protected override bool RefusesTransaction(AlterTableStmt statement, Execution execution) =>
        statement.Cmds.OfType<AlterTableCmd>().Any(command => command is { Subtype: AlterTableType.AT_DetachPartition, Def: PartitionCmd { Concurrent: true } });

    protected override void Execute(AlterTableStmt statement, Execution execution)
    {
        NewerSyntax.Refuse(statement, execution);
        var name = NodeNames.Qualified(statement.Relation);
        var found = execution.Find(NameSpace.Relation, name);
        if (found is null && statement.MissingOk) return;
        if (found is null && statement.Objtype == ObjectType.OBJECT_TYPE && execution.Find(NameSpace.Type, name) is { IsAssumed: false }) throw new RefusedException("42P01", $"relation \"{name}\" does not exist");
        if (found is Index index)
            AlterIndex(statement, index, execution);
        else if (found is Sequence || statement.Objtype is ObjectType.OBJECT_INDEX or ObjectType.OBJECT_SEQUENCE)
            AlterSequence(statement, execution);
        else
            new AlterTableRun(execution, statement) { Target = execution.GetRelation(name) }.Execute();
    }

    private static void AlterSequence(AlterTableStmt statement, Execution execution)
    {
        if (statement.Objtype == ObjectType.OBJECT_SEQUENCE && execution.Major < 15 && statement.Cmds.OfType<AlterTableCmd>().Any(command => command.Subtype is AlterTableType.AT_SetLogged or AlterTableType.AT_SetUnLogged))
            throw new RefusedException("42809", $"\"{statement.Relation!.Relname}\" is not a table");
    }

    /// <summary>The lock is on the index, which others only meet when they plan a query; the table is left alone but for ATTACH PARTITION.</summary>
    private static void AlterIndex(AlterTableStmt statement, Index index, Execution execution)
    {
        foreach (var command in statement.Cmds.OfType<AlterTableCmd>())
        {
            switch (command.Subtype)
            {
                case AlterTableType.AT_AttachPartition:
                    AttachIndex(index, (PartitionCmd)command.Def!, execution);
                    break;
                case AlterTableType.AT_SetRelOptions or AlterTableType.AT_ResetRelOptions when execution.Relation(index.Table).Kind == RelationKind.PartitionedTable:
                    throw new RefusedException("42809", $"ALTER action {(command.Subtype == AlterTableType.AT_SetRelOptions ? "SET" : "RESET")} cannot be performed on relation \"{index.Name.Name}\"");
                case AlterTableType.AT_SetRelOptions when execution.Relation(index.Table).Kind != RelationKind.PartitionedTable:
                    StorageParameters.DemandOfIndex(index.AccessMethod, ((NodeList)command.Def!).Items, execution.Major);
                    break;
                case AlterTableType.AT_SetStatistics when command.Num > 0 && index.KeyColumns.ElementAtOrDefault(command.Num - 1) > 0:
                    throw new RefusedException("0A000", $"cannot alter statistics on non-expression column of index \"{index.Name.Name}\"");
            }
        }
    }

    private static void AttachIndex(Index parent, PartitionCmd command, Execution execution)
    {
        if (execution.FindIndex(NodeNames.Qualified(command.Name)) is not { } child) return;
        var (table, partition) = (execution.Relation(parent.Table), execution.Relation(child.Table));
        if (table.Kind != RelationKind.PartitionedTable) throw new RefusedException("42809", $"\"{parent.Name.Name}\" is not a partitioned index");
        if (child.Parent == parent.Id) return;
        var isOther = child.Parent is not null || !table.Children.Contains(partition.Id)
            || partition.Indexes.Select(execution.Catalog.Find).OfType<Index>().Any(own => own.Parent == parent.Id) || !HaveSameKeys(parent, table, child, partition);
        if (isOther) throw new RefusedException("55000", $"cannot attach index \"{child.Name.Name}\" as a partition of index \"{parent.Name.Name}\"");

        execution.Lock(table, LockMode.AccessShare);
        execution.Lock(partition, LockMode.AccessShare);
        execution.Replace(child with { Parent = parent.Id });
        MakeValid(parent, table, execution);
    }

    /// <summary>The index becomes valid with its last part, and that may make the one above it valid (validatePartitionedIndex).</summary>
    private static void MakeValid(Index index, Relation table, Execution execution)
    {
        var isComplete = table.Children.Select(execution.Relation).All(part => part.Indexes.Select(execution.Catalog.Find).OfType<Index>().Any(own => own.Parent == index.Id && own.IsValid));
        if (!isComplete) return;
        execution.Replace(index with { IsValid = true });
        if (index.Parent is { } id && execution.Catalog.Find(id) is Index { IsValid: false } above) MakeValid(above, execution.Relation(above.Table), execution);
    }

    private static bool HaveSameKeys(Index parent, Relation table, Index child, Relation partition) =>
        parent.KeyColumns.Select(number => table.FindColumn(number)?.Name).SequenceEqual(child.KeyColumns.Select(number => partition.FindColumn(number)?.Name));
}
