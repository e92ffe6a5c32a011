using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Drops objects as performDeletion does: what they own goes along, what depends on them refuses the drop (2BP01) or, with CASCADE, goes too, and every
/// table that loses something is locked.
/// </summary>
internal sealed class ObjectRemoval(Execution execution, bool cascade)
{
    /// <summary>Drops an object of any kind.</summary>
    public void Remove(CatalogObject item)
    {
        switch (item)
        {
            case Relation relation:
                RemoveRelation(relation);
                break;
            case Index index:
                RemoveIndex(index);
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
        if (execution.Catalog.Find(index.Table) is Relation table) execution.Replace(table with { Indexes = table.Indexes.Remove(index.Id) });
        execution.Remove(index);
    }

    /// <summary>Drops a constraint of a table that stays.</summary>
    public void RemoveConstraint(Relation table, Constraint constraint)
    {
        Unlink(table, constraint);
        if (TableBuilder.HasIndex(constraint.Kind)) RemoveKeysThatReference(table, constraint);
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
        RemoveDependents(table, new Dependency(table.Id, column.Number));
        var changed = execution.Relation(table.Id);
        execution.Replace(changed with { Columns = changed.Columns.RemoveAll(own => own.Number == column.Number) });
    }

    private void RemoveRelation(Relation relation)
    {
        execution.Lock(relation, LockMode.AccessExclusive);
        execution.Lose(relation);
        foreach (var child in relation.Children)
        {
            if (execution.Catalog.Find(child) is not Relation below) continue;
            if (!below.IsPartition) Demand(relation, below);
            RemoveRelation(below);
        }

        foreach (var parent in relation.Parents)
        {
            if (execution.Catalog.Find(parent) is not Relation above) continue;
            if (relation.IsPartition) execution.Lock(above, LockMode.AccessExclusive);
            execution.Replace(above with { Children = above.Children.Remove(relation.Id) });
        }

        foreach (var constraint in relation.Constraints) Unlink(relation, constraint);
        RemoveKeysThatReference(relation, key: null);
        foreach (var owned in relation.Indexes.Concat(relation.OwnedSequences))
            if (execution.Catalog.Find(owned) is { } item) execution.Remove(item);
        if (execution.Catalog.Find(relation.Id) is { } last) execution.Remove(last);
        RemoveDependents(relation, new Dependency(relation.Id));
    }

    /// <summary>A foreign key that goes unlocks its referenced table from its triggers, under ACCESS EXCLUSIVE.</summary>
    private void Unlink(Relation table, Constraint constraint)
    {
        if (constraint.Referenced is not { } id || id == table.Id || execution.Catalog.Find(id) is not Relation referenced) return;
        execution.Lock(referenced, LockMode.AccessExclusive);
        execution.Replace(referenced with { ReferencedBy = referenced.ReferencedBy.Remove(table.Id) });
    }

    /// <summary>Drops the foreign keys that point to a table, or only those that rest on one of its keys.</summary>
    private void RemoveKeysThatReference(Relation referenced, Constraint? key)
    {
        foreach (var id in referenced.ReferencedBy.Distinct())
        {
            if (id == referenced.Id || execution.Catalog.Find(id) is not Relation table) continue;
            foreach (var constraint in table.Constraints.Where(constraint => constraint.Referenced == referenced.Id && (key is null || constraint.ReferencedKey == key.Name)))
            {
                Demand(referenced, table);
                execution.Lock(table, LockMode.AccessExclusive);
                var changed = execution.Relation(id);
                execution.Replace(changed with { Constraints = changed.Constraints.RemoveAll(own => own.Name == constraint.Name) });
                if (execution.Catalog.Find(referenced.Id) is Relation still) execution.Replace(still with { ReferencedBy = still.ReferencedBy.Remove(id) });
            }
        }
    }

    private void RemoveDependents(CatalogObject gone, Dependency dependency)
    {
        bool Depends(CatalogObject item) =>
            item.DependsOn.Any(on => on.Object == dependency.Object && (dependency.Column == 0 || on.Column == dependency.Column));

        foreach (var dependent in execution.Catalog.All.Where(Depends).OrderBy(item => item.Id).ToList())
        {
            if (execution.Catalog.Find(dependent.Id) is not { } still) continue;
            Demand(gone, still);
            Remove(still);
        }
    }

    private void Demand(CatalogObject gone, CatalogObject dependent)
    {
        if (!cascade) throw new RefusedException("2BP01", $"cannot drop {gone.Name} because {dependent.Name} depends on it");
    }
}
