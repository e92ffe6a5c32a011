using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>One transaction stops the use of one table after the other, and keeps all of them until it ends.</summary>
internal sealed class SeveralTablesLocked : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4002", "several-tables-locked", Severity.Warning, "A transaction locks one table after the other");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var held = new Dictionary<int, LockEffect>();
            foreach (var statement in transaction)
            {
                var before = held.Count;
                LockEffect? added = null;
                foreach (var locked in statement.StrongLocks)
                {
                    if (HeldLocks.IsDropped(statement, locked.Relation)) continue;
                    var root = HeldLocks.RootOf(locked.Relation, statement);
                    if (held.TryAdd(root.Id, locked)) added ??= locked;
                    else if (locked.Mode > held[root.Id].Mode) held[root.Id] = locked;
                }

                if (before == 0 || added is null || held.Values.All(other => other.Mode != LockMode.AccessExclusive)) continue;
                var first = held.Values.First();
                findings.Add(
                    statement,
                    added.Relation,
                    $"{added.Mode.SqlName()} on {added.Relation.Name} is waited for while the same transaction already holds {first.Mode.SqlName()} on {first.Relation.Name}: {first.Mode.Blocked()} "
                    + $"on {first.Relation.Name} waits meanwhile too, and a transaction that uses the two in the other order can end in a deadlock (40P01). {(HasKey(statement, added.Relation) ? "Put this statement, whose foreign key locks both its tables," : $"Change {added.Relation.Name}")} in a migration of its own.",
                    Split(file, transaction));
                break;
            }
        }
    }

    /// <summary>A foreign key that comes or goes locks the other table too, and nothing can part the two.</summary>
    private static bool HasKey(AnalyzedStatement statement, Relation parent) =>
        statement.CatalogChanges.NewConstraints.Concat(statement.CatalogChanges.DroppedConstraints).Any(pair => pair.Constraint.Kind == ConstraintKind.ForeignKey && pair.Constraint.Referenced == parent.Id && pair.Table.Id != parent.Id);

    /// <summary>One file for each table, where every statement is about one table alone.</summary>
    private static Remedy Split(ReplayedFile file, List<AnalyzedStatement> transaction)
    {
        const string Advice = "Change each table in a migration of its own.";
        var isWhole = transaction.Count == file.Statements.Count && file.File.Statements.Count == transaction.Count;
        var tables = transaction.Select(statement => statement.Effects.Locks.Select(locked => HeldLocks.RootOf(locked.Relation, statement).Id).Distinct().ToList()).ToList();
        if (!isWhole || tables.Exists(of => of.Count != 1)) return new Remedy(Advice);
        var files = transaction.Zip(tables).GroupBy(pair => pair.Second[0]).Select(group => string.Join('\n', group.Select(pair => pair.First.Statement.Sql + ";"))).ToArray();
        return new Remedy(Advice, files);
    }
}
