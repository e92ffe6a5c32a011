using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>INHERIT and NO INHERIT.</summary>
internal sealed class Inherit : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AddInherit, AlterTableType.AT_DropInherit];

    public override void Prepare(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (command.Subtype != AlterTableType.AT_AddInherit) return;
        if (table.OfType is not null) throw new RefusedException("42809", "cannot change inheritance of typed table");
        if (table.IsPartition) throw new RefusedException("42809", "cannot change inheritance of a partition");
        if (table.Kind == RelationKind.PartitionedTable) throw new RefusedException("42809", "cannot change inheritance of partitioned table");
    }

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (table.IsPartition) throw new RefusedException("42809", "cannot change inheritance of a partition");
        var parent = execution.GetRelation((RangeVar)command.Def!);
        if (command.Subtype == AlterTableType.AT_AddInherit && !parent.IsAssumed && !Allows(parent.Kind)) throw new RefusedException("42809", $"\"{parent.Name.Name}\" is not a table or foreign table");
        if (command.Subtype == AlterTableType.AT_DropInherit)
            Remove(execution, table, parent);
        else
            Add(execution, table, parent);
    }

    private static void Remove(Execution execution, Relation table, Relation parent)
    {
        execution.Lock(parent, LockMode.AccessShare);
        if (!table.Parents.Contains(parent.Id))
        {
            if (table.IsAssumed || parent.IsAssumed) return;
            throw new RefusedException("42P01", $"relation \"{parent.Name.Name}\" is not a parent of relation \"{table.Name.Name}\"");
        }

        execution.Replace(parent with { Children = parent.Children.Remove(table.Id) });
        var now = execution.Relation(table.Id);
        execution.Replace(now with { Parents = now.Parents.Remove(parent.Id), Constraints = [.. now.Constraints.Select(own => own with { IsInherited = false })] });
    }

    private static void Add(Execution execution, Relation table, Relation parent)
    {
        execution.Lock(parent, LockMode.ShareUpdateExclusive);
        if (parent.Kind == RelationKind.PartitionedTable) throw new RefusedException("42809", $"cannot inherit from partitioned table \"{parent.Name.Name}\"");
        if (parent.IsPartition) throw new RefusedException("42809", "cannot inherit from a partition");
        if (table.Parents.Contains(parent.Id)) throw new RefusedException("42P07", $"relation \"{parent.Name.Name}\" would be inherited from more than once");
        if (execution.WithDescendants(table).Any(below => below.Id == parent.Id)) throw new RefusedException("42P07", "circular inheritance not allowed");
        Inheritance.DemandMatch(table, parent, execution.Major);
        execution.Replace(parent with { Children = parent.Children.Add(table.Id) });
        var now = execution.Relation(table.Id);
        execution.Replace(now with
        {
            Parents = now.Parents.Add(parent.Id),
            Columns = [.. now.Columns.Select(own => parent.FindColumn(own.Name) is null ? own : own with { IsOwnToo = true })],
            Constraints = [.. now.Constraints.Select(own => parent.FindConstraint(own.Name) is { Kind: ConstraintKind.Check, NoInherit: false } ? own with { IsInherited = true } : own)],
        });
    }
}
