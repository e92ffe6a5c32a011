using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Gives partitions their part of a partitioned table's index: one that they have already, if it matches, else a new one.</summary>
internal sealed class PartitionIndexes(Execution execution, TableBuilder builder)
{
    /// <summary>Indexes to be built, all partitions included, parents first.</summary>
    /// <param name="parent">The index of the partitioned table.</param>
    /// <param name="mode">The lock that each partition gets; none if it is locked already.</param>
    public List<(Relation Partition, Index Index)> ExtendToAll(Index parent, Effects.LockMode mode)
    {
        var builds = new List<(Relation, Index)>();
        foreach (var child in execution.Relation(parent.Table).Children.Select(execution.Catalog.Find).OfType<Relation>())
        {
            execution.Lock(child, mode);
            builds.AddRange(Extend(parent, child, mode));
        }

        return builds;
    }

    /// <summary>What <see cref="ExtendToAll"/> has made of a new index, as a tree; null if a partition can have none.</summary>
    public IReadOnlyList<PartIndex>? PartsOf(Index parent)
    {
        var parts = new List<PartIndex>();
        foreach (var partition in execution.Relation(parent.Table).Children.Select(execution.Catalog.Find).OfType<Relation>())
        {
            if (partition.Indexes.Select(execution.Catalog.Find).OfType<Index>().FirstOrDefault(own => own.Parent == parent.Id) is not { } index || PartsOf(index) is not { } below) return null;
            // Ids count up. Whether an index of expressions or with a WHERE is the same as one that is there, only the server knows.
            var isUncertain = (parent.IsPartial || parent.HasExpressions) && partition.Indexes.Select(execution.Catalog.Find).OfType<Index>().Any(own => own.Id < parent.Id && (own.IsPartial || own.HasExpressions));
            if (isUncertain) return null;
            parts.Add(new PartIndex(partition.Name, index.Name, index.Id > parent.Id, partition.Kind != RelationKind.PartitionedTable, below));
        }

        return parts;
    }

    /// <summary>The same for one partition and those below it.</summary>
    public List<(Relation Partition, Index Index)> Extend(Index parent, Relation partition, Effects.LockMode mode)
    {
        // Rows elsewhere cannot be indexed here, nor be known to be unique.
        if (partition.Kind == RelationKind.ForeignTable)
            return parent.IsUnique ? throw new RefusedException("42809", $"cannot create unique index on partitioned table \"{execution.Relation(parent.Table).Name.Name}\"") : [];

        var table = execution.Relation(parent.Table);
        if (FindMatch(parent, table, partition) is { } match)
        {
            execution.Replace(match with { Parent = parent.Id });
            return [];
        }

        var constraint = table.Constraints.FirstOrDefault(own => own.Index == parent.Id);
        if (parent.IsUnique) PartitionKeys.DemandIn(partition, Map(parent.KeyColumns, table, partition));
        var added = builder.AddIndex(partition.Id, parent with
        {
            Name = NameOf(parent, constraint, table, partition),
            Table = partition.Id,
            Parent = parent.Id,
            IsValid = true,
            KeyColumns = Map(parent.KeyColumns, table, partition),
            UsedColumns = Map(parent.UsedColumns, table, partition),
        });
        if (constraint is not null)
        {
            var changed = execution.Relation(partition.Id);
            execution.Replace(changed with
            {
                Constraints = changed.Constraints.Add(constraint with { Name = added.Name.Name, Columns = Map(constraint.Columns, table, partition), Index = added.Id, IsInherited = true }),
            });
        }

        return partition.Kind == RelationKind.PartitionedTable ? ExtendToAll(added, mode) : [(partition, added)];
    }

    private Index? FindMatch(Index parent, Relation table, Relation partition)
    {
        // Whether two expressions are the same is not decided here: such an index is built anew.
        if (parent.HasExpressions || parent.IsPartial) return null;
        var (keys, used) = (Map(parent.KeyColumns, table, partition), Map(parent.UsedColumns, table, partition));
        var kind = table.Constraints.FirstOrDefault(own => own.Index == parent.Id)?.Kind;
        return partition.Indexes.Select(execution.Catalog.Find).OfType<Index>().FirstOrDefault(own =>
            own is { Parent: null, IsPartial: false, HasExpressions: false, IsValid: true }
            && own.IsUnique == parent.IsUnique
            && own.AccessMethod == parent.AccessMethod
            && own.KeyColumns.SequenceEqual(keys)
            && own.UsedColumns.Order().SequenceEqual(used.Order())
            && (kind is null || partition.Constraints.Any(constraint => constraint.Index == own.Id && constraint.Kind == kind)));
    }

    private QualifiedName NameOf(Index parent, Constraint? constraint, Relation table, Relation partition)
    {
        var names = string.Join("_", NamesOf(parent, table));
        return constraint?.Kind switch
        {
            ConstraintKind.PrimaryKey => builder.FreeName(partition.Name.Schema, partition.Name.Name, null, "pkey"),
            ConstraintKind.Unique => builder.FreeName(partition.Name.Schema, partition.Name.Name, names, "key"),
            ConstraintKind.Exclusion => builder.FreeName(partition.Name.Schema, partition.Name.Name, names, "excl"),
            _ => builder.FreeName(partition.Name.Schema, partition.Name.Name, names, "idx"),
        };
    }

    /// <summary>What the index's columns are called, those that it only includes too: an expression after its function or type, as in the index of the table.</summary>
    private static IEnumerable<string> NamesOf(Index parent, Relation table)
    {
        var keys = parent.Definition?.IndexParams.OfType<IndexElem>().ToList() ?? [];
        var named = parent.KeyColumns.Select((number, i) => table.FindColumn(number)?.Name ?? (keys.ElementAtOrDefault(i) is { } key ? Statements.CreateIndex.NameOf(key) : "expr"));
        return Statements.CreateIndex.Distinct(named.Concat(parent.Definition?.IndexIncludingParams.OfType<IndexElem>().Select(Statements.CreateIndex.NameOf) ?? []));
    }

    /// <summary>Columns have other numbers in a partition, but the same names.</summary>
    private static ImmutableArray<int> Map(ImmutableArray<int> columns, Relation table, Relation partition) =>
        [.. columns.Select(number => table.FindColumn(number) is { } column ? partition.FindColumn(column.Name)?.Number ?? 0 : 0)];
}
