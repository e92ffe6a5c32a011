using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What a new partition gets from its table, and what becomes of the DEFAULT partition meanwhile.</summary>
internal sealed class Partitions(Execution execution, TableBuilder builder)
{
    /// <summary>The DEFAULT partition, or null.</summary>
    public static Relation? Default(Relation parent, Execution execution) =>
        parent.Children.Select(execution.Relation).FirstOrDefault(child => child.PartitionBound is { IsDefault: true });

    /// <summary>Rows that belong to the new partition must not be in the DEFAULT one, so the server locks it with all that is below.</summary>
    public IReadOnlyList<Relation> LockDefault(Relation parent)
    {
        if (Default(parent, execution) is not { } rest) return [];
        var tree = execution.WithDescendants(rest);
        foreach (var part in tree) execution.Lock(part, LockMode.AccessExclusive);
        return tree;
    }

    /// <summary>Gives a partition the indexes of its table; those that must be built come back.</summary>
    public List<(Relation Partition, Index Index)> CloneIndexes(Relation parent, int partition)
    {
        var builds = new List<(Relation, Index)>();
        foreach (var index in parent.Indexes.Select(execution.Catalog.Find).OfType<Index>())
            builds.AddRange(new PartitionIndexes(execution, builder).Extend(index, execution.Relation(partition), LockMode.None));
        return builds;
    }

    /// <summary>Gives a partition, and what is below it, the triggers for each row of its table.</summary>
    public void CloneTriggers(Relation parent, int partition)
    {
        foreach (var trigger in execution.Catalog.UsersOf(parent.Id).OfType<Trigger>().Where(trigger => trigger.Table == parent.Id && trigger.IsForRows).ToList())
        {
            foreach (var part in execution.WithDescendants(execution.Relation(partition)))
            {
                var clone = trigger with { Name = part.Name with { Name = trigger.Name.Name }, Table = part.Id, Parent = trigger.Parent ?? trigger.Id, DependsOn = [.. trigger.DependsOn.Where(on => on.Object != parent.Id)] };
                if (execution.Catalog.Find(NameSpace.Trigger, clone.Key) is null) execution.Add(clone);
            }
        }
    }

    /// <summary>A partition that is none any more loses them.</summary>
    public void RemoveTriggers(Relation parent, Relation partition)
    {
        var own = execution.Catalog.UsersOf(parent.Id).OfType<Trigger>().Where(trigger => trigger.Table == parent.Id).Select(trigger => trigger.Parent ?? trigger.Id).ToHashSet();
        foreach (var part in execution.WithDescendants(partition))
            foreach (var clone in execution.Catalog.UsersOf(part.Id).OfType<Trigger>().Where(trigger => trigger.Table == part.Id && trigger.Parent is { } root && own.Contains(root)).ToList())
                execution.Remove(clone);
    }

    /// <summary>Gives a partition the foreign keys of its table; those that it did not have come back.</summary>
    public List<(Relation Partition, Constraint Key)> CloneForeignKeys(Relation parent, int partition)
    {
        var added = new List<(Relation, Constraint)>();
        foreach (var key in parent.Constraints.Where(constraint => constraint.Kind == ConstraintKind.ForeignKey))
        {
            LockReferenced(key, LockMode.ShareRowExclusive);
            foreach (var part in execution.WithDescendants(execution.Relation(partition)))
            {
                var now = execution.Relation(part.Id);
                var columns = key.Columns.Select(number => now.FindColumn(parent.FindColumn(number)?.Name ?? "")?.Number ?? 0).ToArray();
                if (now.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.ForeignKey && own.Referenced == key.Referenced && own.Columns.SequenceEqual(columns)) is { } same)
                {
                    execution.Replace(now with { Constraints = now.Constraints.Replace(same, same with { IsInherited = true }) });
                    continue;
                }

                var clone = key with { Columns = [.. columns], IsInherited = true };
                execution.Replace(now with { Constraints = now.Constraints.Add(clone) });
                if (key.Referenced is { } id && execution.Catalog.Find(id) is Relation referenced) execution.Replace(referenced with { ReferencedBy = referenced.ReferencedBy.Add(part.Id) });
                added.Add((part, clone));
            }
        }

        return added;
    }

    /// <summary>
    /// A new partition of a referenced table is referenced as well: the tables with such keys, be it to a table further up, are locked for their triggers, which
    /// PostgreSQL 14 did not have on partitioned tables.
    /// </summary>
    public void LockReferencing(Relation parent)
    {
        foreach (var referencing in Referencing(parent)) execution.Lock(referencing, execution.Major >= 15 ? LockMode.ShareRowExclusive : LockMode.AccessShare);
    }

    /// <summary>The tables whose foreign keys reference a partitioned table or one that it is a partition of; their own partitions aside.</summary>
    public IEnumerable<Relation> Referencing(Relation parent) =>
        PartitionKeys.Ancestors(parent, execution).Prepend(parent).SelectMany(table => table.ReferencedBy).Distinct().Select(execution.Catalog.Find).OfType<Relation>().Where(other => !other.IsPartition);

    /// <summary>Where a foreign key that references a table has triggers; PostgreSQL 14 has none on partitioned tables.</summary>
    public static IEnumerable<Relation> WithTriggers(Relation referenced, Execution execution) => referenced.Kind == RelationKind.PartitionedTable
        ? execution.WithDescendants(referenced).Where(part => execution.Major >= 15 || part.Kind != RelationKind.PartitionedTable)
        : [referenced];

    /// <summary>Locks what a foreign key refers to, with all partitions.</summary>
    public void LockReferenced(Constraint key, LockMode mode)
    {
        if (key.Referenced is not { } id || execution.Catalog.Find(id) is not Relation referenced) return;
        foreach (var part in referenced.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(referenced) : [referenced]) execution.Lock(part, mode);
    }
}
