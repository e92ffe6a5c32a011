using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DETACH PARTITION, with CONCURRENTLY and FINALIZE.</summary>
internal sealed class DetachPartition : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_DetachPartition, AlterTableType.AT_DetachPartitionFinalize];

    public override LockMode Lock(AlterTableCmd command) =>
        command.Subtype == AlterTableType.AT_DetachPartition && command.Def is PartitionCmd { Concurrent: false } ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var (definition, execution) = ((PartitionCmd)command.Def!, run.Execution);
        AttachPartition.DemandPartitioned(table, execution);
        var partitions = new Partitions(execution, run.Builder);
        var rest = Partitions.Default(table, execution);
        if (definition.Concurrent && rest is not null) throw new RefusedException("55000", "cannot detach partitions concurrently when a default partition exists", "Write DETACH PARTITION without CONCURRENTLY, after SET LOCAL lock_timeout = '2s' so that it gives up instead of making everybody wait.");
        var child = execution.GetRelation(definition.Name!);
        if (definition.Concurrent) execution.Target = (child.IsAssumed ? NodeNames.Qualified(definition.Name) : child.Name).ToSql();
        if (!table.Children.Contains(child.Id) && !child.IsAssumed && !table.IsAssumed)
            throw new RefusedException("42P01", $"relation \"{child.Name.Name}\" is not a partition of relation \"{table.Name.Name}\"");
        // A detachment that is half done cannot be seen in files.
        if (command.Subtype == AlterTableType.AT_DetachPartitionFinalize && !child.IsAssumed)
            throw new RefusedException("55000", $"cannot complete detaching partition \"{child.Name.Name}\": it is not pending detach");

        foreach (var part in execution.WithDescendants(child)) execution.Lock(part, LockMode.AccessExclusive);
        if (rest is not null) execution.Lock(rest, LockMode.AccessExclusive);
        LockForeignKeys(table, partitions, execution);
        partitions.RemoveTriggers(table, child);
        var check = definition.Concurrent ? LeftCheckName(execution.Catalog, table, child) : null;
        Unlink(table, child, execution);
        if (check is null) return;
        var now = execution.Relation(child.Id);
        execution.Replace(now with { Constraints = now.Constraints.Add(new Catalog.Constraint { Name = check, Kind = ConstraintKind.Check, Columns = KeyColumns(table, child) }) });
    }

    /// <summary>
    /// The name of the CHECK with the bound that CONCURRENTLY leaves on the partition, as DetachAddConstraintIfNeeded adds it; null where that is not known: a CHECK of
    /// the partition may say the same already, and then there is none.
    /// </summary>
    public static string? LeftCheckName(CatalogState catalog, Relation table, Relation partition)
    {
        if (table.IsAssumed || partition.IsAssumed || partition.Kind != RelationKind.Table || table.PartitionKey is null) return null;
        if (partition.Constraints.Any(constraint => constraint.Kind == ConstraintKind.Check) || PartitionKeys.Columns(table).Any(column => column is null)) return null;
        var column = PartitionKeys.Columns(table).Select(column => column!.Name).Distinct().ToList() is [var only] ? only : null;
        return TableBuilder.FreeConstraintName(catalog, partition, column, "check");
    }

    private static ImmutableArray<int> KeyColumns(Relation table, Relation partition) =>
        [.. PartitionKeys.Columns(table).Select(column => partition.FindColumn(column!.Name)?.Number).OfType<int>().Distinct()];

    private static void LockForeignKeys(Relation table, Partitions partitions, Execution execution)
    {
        foreach (var key in table.Constraints.Where(constraint => constraint.Kind == ConstraintKind.ForeignKey))
        {
            var isPartitioned = key.Referenced is { } id && execution.Catalog.Find(id) is Relation { Kind: RelationKind.PartitionedTable };
            if (!isPartitioned || execution.Major >= 15) partitions.LockReferenced(key, LockMode.ShareRowExclusive);
        }

        foreach (var referencing in partitions.Referencing(table))
        {
            execution.Lock(referencing, LockMode.AccessExclusive);
            foreach (var above in PartitionKeys.Ancestors(table, execution)) execution.Lock(above, LockMode.AccessShare);
            foreach (var part in referencing.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(referencing) : []) execution.Lock(part, LockMode.AccessShare);
        }
    }

    private static void Unlink(Relation table, Relation child, Execution execution)
    {
        execution.Replace(execution.Relation(table.Id) with { Children = table.Children.Remove(child.Id) });
        var now = execution.Relation(child.Id);
        foreach (var index in now.Indexes.Select(execution.Catalog.Find).OfType<Catalog.Index>()) execution.Replace(index with { Parent = null });
        execution.Replace(now with
        {
            Parents = now.Parents.Remove(table.Id),
            PartitionBound = null,
            Constraints = [.. now.Constraints.Select(own => own with { IsInherited = false })],
        });
    }
}
