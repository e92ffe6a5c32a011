using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>With a foreign key go its triggers on the referenced table, which nobody can use meanwhile.</summary>
/// <remarks>Measured on PostgreSQL 14 to 18; the manual does not say it.</remarks>
internal sealed class FkDropLocksParent : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1009", "fk-drop-locks-parent", Severity.Warning, "Taking a foreign key away stops all use of the table that it references");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var held = new ParentLocks(LockMode.AccessExclusive);
            var end = transaction[^1].After.Catalog;
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                if (held.New(statement, Locked(statement, end)) is not { Count: > 0 } parents) continue;
                var (child, constraint, first) = parents[0];
                var names = Prose.List(parents.Select(key => key.Parent.Name.ToString()));
                var remedy = LockLimit.Remedy(statement);
                findings.Add(
                    statement.Statement,
                    $"The foreign key{(parents.Count == 1 ? $" {constraint.Name}" : "s")} of {child.Name} go{(parents.Count == 1 ? "es" : "")}, and that takes ACCESS EXCLUSIVE on {names} as well: the statement waits for every query that runs there, "
                    + $"and every read and write that comes after waits behind it until the transaction ends.{remedy.Sentence()}",
                    remedy,
                    [.. parents.Select(key => key.Parent.Name.ToString())],
                    LockMode.AccessExclusive.PgName(),
                    statement.Effects.PlaceOf(first));
            }
        }
    }

    private static IEnumerable<(Relation Child, Constraint Constraint, Relation Parent)> Locked(AnalyzedStatement statement, CatalogState end)
    {
        foreach (var (child, constraint) in Gone(statement))
        {
            if (constraint.Referenced is not { } id || id == child.Id || statement.Before.Catalog.Find(id) is not Relation parent || statement.IsUnused(parent)) continue;
            // What goes in the same transaction is not waited for.
            if (end.Find(id) is not null && statement.Effects.LockOn(parent).BlocksReads()) yield return (child, constraint, parent);
        }
    }

    /// <summary>Dropped with or without their table, or no longer enforced.</summary>
    private static IEnumerable<(Relation Table, Constraint Constraint)> Gone(AnalyzedStatement statement)
    {
        var changes = statement.CatalogChanges;
        if (changes.Altered.Count == 0 && changes.Removed.Count == 0) return [];
        var dropped = changes.DroppedConstraints.Concat(changes.Removed.SelectMany(table => table.Constraints.Select(constraint => (table, constraint))));
        var switchedOff = changes.Altered.SelectMany(pair => pair.Before.Constraints
            .Where(before => before.IsEnforced && pair.After.FindConstraint(before.Name) is { IsEnforced: false }).Select(before => (pair.Before, before)));
        return dropped.Concat(switchedOff).Where(key => key.Item2 is { Kind: ConstraintKind.ForeignKey, IsInherited: false });
    }
}
