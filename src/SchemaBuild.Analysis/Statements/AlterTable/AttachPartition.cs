using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// ATTACH PARTITION reads the new partition, and the DEFAULT one, unless CHECKs prove that the rows are where they belong; missing indexes are built and
/// foreign keys checked. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ATTACH-PARTITION.
/// </summary>
internal sealed class AttachPartition : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AttachPartition];

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareUpdateExclusive;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var (definition, execution) = ((PartitionCmd)command.Def!, run.Execution);
        DemandPartitioned(table, execution);
        var child = execution.GetRelation(definition.Name!);
        var bound = definition.Bound!;
        Refuse(child, table, bound, execution);

        var tree = execution.WithDescendants(child);
        foreach (var part in tree) execution.Lock(part, LockMode.AccessExclusive);
        var partitions = new Partitions(execution, run.Builder);
        var rest = bound.IsDefault ? [] : partitions.LockDefault(table);

        List<PartitionBoundSpec> siblings = [.. table.Children.Select(execution.Relation).Select(other => other.PartitionBound).OfType<PartitionBoundSpec>()];
        foreach (var part in PartitionBounds.IsImplied(child, table, bound, siblings) ? [] : tree)
            run.Scan(part, new Cause($"ATTACH PARTITION {child.Name.Name}", _ => PartitionProofs.OfBound(child, table, bound, siblings, execution.Statement)));
        foreach (var part in rest)
        {
            if (!PartitionBounds.IsExcluded(part, table, bound) && !PartitionBounds.IsExcluded(rest[0], table, bound))
                run.Scan(part, new Cause($"ATTACH PARTITION {child.Name.Name} next to the DEFAULT partition {rest[0].Name.Name}", _ => PartitionProofs.OfDefault(rest[0], table, bound, execution.Statement)));
        }

        // Its bound is that of the tables above, too.
        foreach (var above in PartitionKeys.Ancestors(table, execution)) execution.Lock(above, LockMode.AccessShare);
        partitions.LockReferencing(table);
        Link(execution, table, child, bound);
        foreach (var (partition, index) in partitions.CloneIndexes(execution.Relation(table.Id), child.Id))
            run.RebuildIndex(partition, index.Name.Name, new Cause($"ATTACH PARTITION {child.Name.Name} without the index {index.Name.Name}", _ => WithIndex(partition)));
        partitions.CloneTriggers(execution.Relation(table.Id), child.Id);
        foreach (var (partition, key) in partitions.CloneForeignKeys(execution.Relation(table.Id), child.Id))
        {
            if (partition.Kind != RelationKind.PartitionedTable && key is { IsValidated: true, IsEnforced: true })
                execution.CheckForeignKey(partition, new Cause($"ATTACH PARTITION {child.Name.Name} without the foreign key {key.Name}", _ => WithForeignKey(partition)));
        }
    }

    /// <exception cref="RefusedException">42809 from PostgreSQL 18 on, 42P17 before.</exception>
    public static void DemandPartitioned(Relation table, Execution execution)
    {
        if (table.Kind != RelationKind.PartitionedTable && !table.IsAssumed)
            throw new RefusedException(execution.Major >= 18 ? "42809" : "42P17", $"table \"{table.Name.Name}\" is not partitioned");
    }

    private static void Refuse(Relation child, Relation parent, PartitionBoundSpec bound, Execution execution)
    {
        PartitionBounds.DemandForm(parent, bound, execution);
        if (child.IsPartition) throw new RefusedException("42809", $"\"{child.Name.Name}\" is already a partition");
        if (child.OfType is not null) throw new RefusedException("42809", "cannot attach a typed table as partition");
        if (!child.Parents.IsEmpty) throw new RefusedException("42809", "cannot attach inheritance child as partition");
        if (!child.Children.IsEmpty && child.Kind != RelationKind.PartitionedTable) throw new RefusedException("42809", "cannot attach inheritance parent as partition");
        if (child.Id == parent.Id || PartitionKeys.Ancestors(parent, execution).Any(above => above.Id == child.Id)) throw new RefusedException("42P07", "circular inheritance not allowed");
        if (child.KnowsColumns && parent.KnowsColumns && child.Columns.FirstOrDefault(own => parent.FindColumn(own.Name) is null) is { } extra)
            throw new RefusedException("42804", $"table \"{child.Name.Name}\" contains column \"{extra.Name}\" not found in parent \"{parent.Name.Name}\"");
        Inheritance.DemandMatch(child, parent, execution.Major);
        PartitionBounds.DemandRoom(parent, bound, execution);
    }

    private static void Link(Execution execution, Relation parent, Relation child, PartitionBoundSpec bound)
    {
        var above = execution.Relation(parent.Id);
        execution.Replace(above with { Children = above.Children.Add(child.Id) });
        var now = execution.Relation(child.Id);
        execution.Replace(now with
        {
            Parents = now.Parents.Add(parent.Id),
            PartitionBound = bound,
            Constraints = [.. now.Constraints.Select(own => above.FindConstraint(own.Name) is { Kind: ConstraintKind.Check or ConstraintKind.NotNull } ? own with { IsInherited = true } : own)],
        });
    }

    private static Remedy WithIndex(Relation partition) => new($"Build the same index on {partition.Name.Name} with CREATE INDEX CONCURRENTLY before it is attached; for a key make it a constraint with USING INDEX.");

    private static Remedy WithForeignKey(Relation partition) => new($"Give {partition.Name.Name} the same foreign key as NOT VALID, and VALIDATE CONSTRAINT, before it is attached.");
}
