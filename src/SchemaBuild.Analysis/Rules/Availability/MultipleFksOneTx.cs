using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>One transaction stops the writes of several tables, one after the other.</summary>
internal sealed class MultipleFksOneTx : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1010", "multiple-fks-one-tx", Severity.Suggestion, "One transaction adds foreign keys to several tables in use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var parents = new Dictionary<int, string>();
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                var before = parents.Count;
                foreach (var (_, _, parent) in ForeignKeyParents.Locked(statement))
                {
                    var root = HeldLocks.RootOf(parent, statement);
                    parents.TryAdd(root.Id, root.Name.ToString());
                }

                if (parents.Count < 2 || parents.Count == before) continue;
                findings.Add(
                    statement.Statement,
                    $"With this, one transaction has foreign keys to {Prose.List(parents.Values)}, and holds SHARE ROW EXCLUSIVE on all of them until it ends: every INSERT, UPDATE and DELETE on the first waits while it "
                    + "waits for the next, and a transaction that writes them in another order can end in a deadlock (40P01). Add each foreign key in a migration of its own.",
                    new Remedy("Add each foreign key in a migration of its own."),
                    [.. parents.Values],
                    LockMode.ShareRowExclusive.PgName());
                break;
            }
        }
    }
}
