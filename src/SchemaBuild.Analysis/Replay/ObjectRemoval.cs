using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Drops objects as performDeletion does: what they own goes along, what depends on them refuses the drop (2BP01) or, with CASCADE, goes too, and every
/// table that loses something is locked.
/// </summary>
/// <param name="execution">The statement.</param>
/// <param name="cascade">Whether it says CASCADE.</param>
/// <param name="together">Ids of all that the statement drops: they do not stand in each other's way.</param>
internal sealed class ObjectRemoval(Execution execution, bool cascade, IReadOnlySet<int>? together = null)
{
    /// <summary>Drops an object of any kind.</summary>
    public void Remove(CatalogObject item)
    {
        switch (item)
        {
            case Relation { Kind: RelationKind.CompositeType } type:
                execution.Lose(type);
                foreach (var typed in execution.Catalog.UsersOf(type.Id).OfType<Relation>().Where(user => user.OfType == type.Name).ToList())
                {
                    Demand(type, typed);
                    RemoveRelation(typed);
                }

                execution.Remove(type);
                RemoveUsesOfType(type);
                break;
            case Relation relation:
                RemoveRelation(relation);
                break;
            case Index index:
                // An index of a partitioned table goes with its parts, but every partition is locked, also one that has none.
                if (execution.Catalog.Find(index.Table) is Relation { Kind: RelationKind.PartitionedTable } partitioned)
                    foreach (var part in execution.WithDescendants(partitioned)) execution.Lock(part, LockMode.AccessExclusive);
                LockTable(index.Table, LockMode.AccessExclusive);
                execution.Lose(index);
                RemoveIndex(index);
                break;
            case TableObject attached:
                LockTable(attached.Table, LockMode.AccessExclusive);
                execution.Lose(attached);
                execution.Remove(attached);
                RemoveDependents(attached, new Dependency(attached.Id));
                if (attached is Trigger trigger) RemoveFromPartitions(trigger);
                break;
            case Statistics statistics:
                LockTable(statistics.Table, LockMode.ShareUpdateExclusive);
                execution.Lose(statistics);
                execution.Remove(statistics);
                break;
            case Sequence sequence:
                RemoveSequence(sequence);
                break;
            case UserType type:
                execution.Lose(type);
                execution.Remove(type);
                RemoveUsesOfType(type);
                RemoveDependents(type, new Dependency(type.Id), demands: false);
                break;
            case Function function:
                execution.Lose(function);
                execution.Remove(function);
                RemoveDependents(function, new Dependency(function.Id));
                RemoveUsesOf(function);
                break;
            default:
                execution.Lose(item);
                execution.Remove(item);
                RemoveDependents(item, new Dependency(item.Id));
                break;
        }
    }

    /// <summary>Drops an index of a table that stays; its lock is the caller's.</summary>
    public void RemoveIndex(Index index)
    {
        if (execution.Catalog.Find(index.Table) is Relation table)
        {
            execution.Replace(table with { Indexes = table.Indexes.Remove(index.Id) });
            if (index.IsUnique) RemoveKeysThatReference(table, index.Name.Name);
            // Those that back a constraint go with it, partition by partition.
            var parts = table.Children.Select(execution.Catalog.Find).OfType<Relation>().SelectMany(part => part.Indexes).Select(execution.Catalog.Find).OfType<Index>();
            foreach (var part in parts.Where(part => part.Parent == index.Id && !part.BacksConstraint).ToList()) RemoveIndex(part);
        }

        execution.Remove(index);
    }

    /// <summary>Drops a constraint of a table that stays.</summary>
    public void RemoveConstraint(Relation table, Constraint constraint)
    {
        Unlink(table, constraint);
        if (TableBuilder.HasIndex(constraint.Kind)) RemoveKeysThatReference(table, constraint.Name);
        var changed = execution.Relation(table.Id);
        execution.Replace(changed with { Constraints = changed.Constraints.RemoveAll(own => own.Name == constraint.Name) });
        if (constraint.Index is { } index && execution.Catalog.Find(index) is Index owned) RemoveIndex(owned);
    }

    /// <summary>Drops what depends on a column that goes.</summary>
    public void RemoveColumn(Relation table, Column column)
    {
        foreach (var constraint in table.Constraints.Where(constraint => constraint.Columns.Contains(column.Number)))
            RemoveConstraint(execution.Relation(table.Id), constraint);
        foreach (var index in execution.Relation(table.Id).Indexes.Select(id => (Index)execution.Catalog.Find(id)!).Where(index => index.UsedColumns.Contains(column.Number)))
            RemoveIndex(index);
        foreach (var sequence in table.OwnedSequences.Select(execution.Catalog.Find).OfType<Sequence>().Where(sequence => sequence.OwnedByColumn == column.Number).ToList())
            RemoveOwned(sequence);
        RemoveDependents(table, new Dependency(table.Id, column.Number));
        var changed = execution.Relation(table.Id);
        execution.Replace(changed with { Columns = changed.Columns.RemoveAll(own => own.Number == column.Number) });
    }

    /// <param name="relation">What goes.</param>
    /// <param name="withParent">Whether the partitioned table above goes as well: then the keys that reference that one are no hindrance here.</param>
    private void RemoveRelation(Relation relation, bool withParent = false)
    {
        execution.Lock(relation, LockMode.AccessExclusive);
        execution.Lose(relation);
        if (relation.IsPartition && !withParent)
            foreach (var above in PartitionKeys.Ancestors(relation, execution).ToList()) RemoveKeysThatReference(execution.Relation(above.Id), key: null, isWhole: false);
        foreach (var child in relation.Children)
        {
            if (execution.Catalog.Find(child) is not Relation below) continue;
            if (!below.IsPartition) Demand(relation, below);
            RemoveRelation(below, withParent: below.IsPartition);
        }

        foreach (var parent in relation.Parents)
        {
            if (execution.Catalog.Find(parent) is not Relation above) continue;
            if (relation.IsPartition)
            {
                execution.Lock(above, LockMode.AccessExclusive);
                // What the DEFAULT partition may hold is another range from now on.
                if (Partitions.Default(above, execution) is { } rest) execution.Lock(rest, LockMode.AccessExclusive);
            }

            execution.Replace(above with { Children = above.Children.Remove(relation.Id) });
        }

        foreach (var constraint in relation.Constraints) Unlink(relation, constraint);
        RemoveKeysThatReference(relation, key: null);
        foreach (var owned in relation.Indexes.Concat(relation.OwnedSequences).Select(execution.Catalog.Find).OfType<CatalogObject>().Concat(AttachedTo(relation)).ToList())
            execution.Remove(owned);
        if (execution.Catalog.Find(relation.Id) is { } last) execution.Remove(last);
        RemoveDependents(relation, new Dependency(relation.Id));
        RemoveUsesOfType(relation);
    }

    /// <summary>Triggers, policies, rules and statistics, which go with their table.</summary>
    private IEnumerable<CatalogObject> AttachedTo(Relation relation) =>
        execution.Catalog.UsersOf(relation.Id).Where(item => item is TableObject attached && attached.Table == relation.Id || item is Statistics statistics && statistics.Table == relation.Id);

    /// <summary>A foreign key that goes unlocks its referenced table from its triggers, under ACCESS EXCLUSIVE. What a partition has of its table's key has none there.</summary>
    private void Unlink(Relation table, Constraint constraint)
    {
        if (constraint.Referenced is not { } id || id == table.Id || execution.Catalog.Find(id) is not Relation referenced) return;
        foreach (var part in table.IsPartition && constraint.IsInherited ? [] : Partitions.WithTriggers(referenced, execution)) execution.Lock(part, LockMode.AccessExclusive);
        execution.Replace(referenced with { ReferencedBy = referenced.ReferencedBy.Remove(table.Id) });
    }

    /// <summary>Drops the foreign keys that point to a table, or only those that rest on one of its keys.</summary>
    /// <param name="referenced">The table.</param>
    /// <param name="key">Name of its key, or null for all.</param>
    /// <param name="isWhole">False if the table stays and one of its partitions goes: then its own keys count as well, and its triggers go.</param>
    private void RemoveKeysThatReference(Relation referenced, string? key, bool isWhole = true)
    {
        foreach (var id in referenced.ReferencedBy.Distinct())
        {
            // Its own keys go with a table, but not with one of its keys.
            if ((id == referenced.Id && key is null && isWhole) || execution.Catalog.Find(id) is not Relation table) continue;
            foreach (var constraint in table.Constraints.Where(constraint => constraint.Referenced == referenced.Id && (key is null || constraint.ReferencedKey == key)))
            {
                Demand(referenced, table, $"the foreign key {constraint.Name}");
                execution.Lock(table, LockMode.AccessExclusive);
                foreach (var part in isWhole ? [] : Partitions.WithTriggers(referenced, execution)) execution.Lock(part, LockMode.AccessExclusive);
                var changed = execution.Relation(id);
                execution.Replace(changed with { Constraints = changed.Constraints.RemoveAll(own => own.Name == constraint.Name) });
                if (execution.Catalog.Find(referenced.Id) is Relation still) execution.Replace(still with { ReferencedBy = still.ReferencedBy.Remove(id) });
            }
        }
    }

    /// <summary>The triggers that a partitioned table's trigger has on the partitions.</summary>
    private void RemoveFromPartitions(Trigger trigger)
    {
        foreach (var clone in execution.Catalog.UsersOf(trigger.Id).OfType<Trigger>().Where(other => other.Parent == trigger.Id).ToList())
        {
            LockTable(clone.Table, LockMode.AccessExclusive);
            execution.Remove(clone);
        }
    }

    private void RemoveSequence(Sequence sequence)
    {
        if (sequence is { IsIdentity: true, OwnedBy: { } owner } && execution.Catalog.Find(owner) is Relation table)
            throw new RefusedException("2BP01", $"cannot drop sequence {sequence.Name} because a column of table {table.Name} requires it");
        execution.Lose(sequence);
        RemoveOwned(sequence);
        RemoveDependents(sequence, new Dependency(sequence.Id));
        foreach (var relation in execution.Catalog.All.OfType<Relation>().ToList())
            foreach (var column in relation.Columns.Where(column => CountsWith(column, sequence, relation)))
                RemoveDefault(relation, column, sequence);
    }

    private void RemoveOwned(Sequence sequence)
    {
        if (sequence.OwnedBy is { } owner && execution.Catalog.Find(owner) is Relation table) execution.Replace(table with { OwnedSequences = table.OwnedSequences.Remove(sequence.Id) });
        execution.Remove(sequence);
    }

    /// <summary>The default of serial is not written down: it counts with the sequence that the column owns.</summary>
    private static bool CountsWith(Column column, Sequence sequence, Relation relation) =>
        column.Default is null ? sequence.OwnedBy == relation.Id && sequence.OwnedByColumn == column.Number : SequenceUses.Has(column.Default, sequence);

    private void RemoveDefault(Relation relation, Column column, CatalogObject gone)
    {
        Demand(gone, relation, $"the default of {column.Name}");
        execution.Lock(relation, LockMode.AccessExclusive);
        execution.Replace(execution.Relation(relation.Id).With(column with { Default = null }));
    }

    /// <summary>Columns, domains, ranges and functions of a type go with it.</summary>
    private void RemoveUsesOfType(CatalogObject type)
    {
        foreach (var user in execution.Catalog.UsersOfType(type.Name).ToList())
        {
            // What went before may have taken it along, or changed it.
            switch (execution.Catalog.Find(user.Id))
            {
                case Relation relation:
                    foreach (var column in relation.Columns.Where(column => column.Type.Name == type.Name))
                    {
                        Demand(type, relation, $"the column {column.Name}");
                        execution.Lock(relation, LockMode.AccessExclusive);
                        execution.Lose(relation, LossKind.Drop, column.Name);
                        RemoveColumn(execution.Relation(relation.Id), column);
                    }

                    break;
                case Domain domain when domain.Base.Name == type.Name:
                    Demand(type, domain);
                    Remove(domain);
                    break;
                case RangeType range when range.Subtype.Name == type.Name && !range.DependsOn.Any(on => on.Object == type.Id):
                    Demand(type, range);
                    Remove(range);
                    break;
                case Function function when function.Arguments.Any(argument => argument.Name == type.Name) || function.Result?.Name == type.Name:
                    Demand(type, function);
                    Remove(function);
                    break;
            }
        }
    }

    /// <summary>Defaults, checks and indexes that call a function.</summary>
    private void RemoveUsesOf(Function function)
    {
        bool Calls(Node? expression, Relation relation) => FunctionUses.Has(expression, function, relation, execution);

        foreach (var relation in execution.Catalog.All.OfType<Relation>().ToList())
        {
            foreach (var column in relation.Columns.Where(column => Calls(column.Default, relation)))
            {
                Demand(function, relation, column.Generated == GeneratedKind.None ? $"the default of {column.Name}" : $"the column {column.Name}");
                execution.Lock(relation, LockMode.AccessExclusive);
                var current = execution.Relation(relation.Id);
                if (column.Generated == GeneratedKind.None) execution.Replace(current.With(column with { Default = null }));
                else RemoveColumn(current, column);
            }

            foreach (var constraint in relation.Constraints.Where(constraint => Calls(constraint.Expression, relation)))
            {
                Demand(function, relation, $"the constraint {constraint.Name}");
                execution.Lock(relation, LockMode.AccessExclusive);
                RemoveConstraint(execution.Relation(relation.Id), constraint);
            }

            foreach (var index in relation.Indexes.Select(execution.Catalog.Find).OfType<Index>().Where(index => Calls(index.Definition, relation)))
            {
                Demand(function, index);
                Remove(index);
            }
        }
    }

    private void RemoveDependents(CatalogObject gone, Dependency dependency, bool demands = true)
    {
        bool Depends(CatalogObject item) =>
            item.DependsOn.Any(on => on.Object == dependency.Object && (dependency.Column == 0 || on.Column == dependency.Column));

        foreach (var dependent in execution.Catalog.UsersOf(dependency.Object).Where(Depends).ToList())
        {
            if (execution.Catalog.Find(dependent.Id) is not { } still) continue;
            // Statistics need no CASCADE: they go with their columns.
            if (demands && still is not Statistics) Demand(gone, still);
            Remove(still);
        }
    }

    private void LockTable(int table, LockMode mode)
    {
        if (execution.Catalog.Find(table) is Relation relation) execution.Lock(relation, mode);
    }

    private void Demand(CatalogObject gone, CatalogObject dependent, string? part = null)
    {
        if (together?.Contains(dependent.Id) == true || (dependent is TableObject attached && together?.Contains(attached.Table) == true)) return;
        if (!cascade) throw new RefusedException("2BP01", $"cannot drop {gone.Name} because {dependent.Name} depends on it");
        execution.Effects.Cascades.Add(new CascadeEffect(gone, dependent, part));
    }
}
