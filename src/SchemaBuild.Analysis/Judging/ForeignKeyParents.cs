using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Tables in use that a statement locks because a foreign key to them is new, or is enforced from now on.</summary>
internal static class ForeignKeyParents
{
    public static IEnumerable<(Relation Child, Constraint Constraint, Relation Parent)> Locked(AnalyzedStatement statement)
    {
        var changes = statement.CatalogChanges;
        if (changes.Altered.Count == 0 && changes.Created.Count == 0) yield break;
        var enforced = changes.Altered.SelectMany(pair => pair.After.Constraints
            .Where(after => after.IsEnforced && pair.Before.FindConstraint(after.Name) is { IsEnforced: false }).Select(after => (pair.After, after)));
        foreach (var (child, constraint) in changes.NewConstraints.Concat(enforced))
        {
            if (constraint is not { Kind: ConstraintKind.ForeignKey, IsInherited: false, Referenced: { } id } || id == child.Id) continue;
            if (statement.Before.Catalog.Find(id) as Relation is not { } parent)
                parent = statement.After.Catalog.Find(id) is Relation { IsAssumed: true } assumed ? assumed : null;
            if (parent is not null && !statement.IsUnused(parent) && statement.Effects.LockOn(parent) >= LockMode.ShareRowExclusive) yield return (child, constraint, parent);
        }
    }
}
