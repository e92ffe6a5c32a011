using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>LOCK TABLE stops others, and nothing in the transaction needs that lock.</summary>
internal sealed class ExplicitLock : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1045", "explicit-lock", Severity.Error, "A table is locked by LOCK TABLE");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            for (var i = 0; i < transaction.Count; i++)
            {
                foreach (var request in transaction[i].Effects.RequestedLocks)
                {
                    if (!request.Mode.BlocksWrites() || transaction[i].IsNew(request.Relation) || !IsInUse(request.Relation)) continue;
                    // Taking the lock that a later statement takes anyway fixes the order, which is what LOCK TABLE is for.
                    if (transaction.Skip(i + 1).Any(later => later.Effects.LockOn(request.Relation) >= request.Mode)) continue;
                    findings.Add(
                        transaction[i].Statement,
                        $"LOCK TABLE holds {request.Mode.SqlName()} on {request.Relation.Name} until the transaction ends, and {request.Mode.Blocked()} on it waits, although no statement after it needs that lock. "
                        + "Leave it out; if rows must not change meanwhile, name the weakest mode that does it, such as SHARE ROW EXCLUSIVE, and set lock_timeout before it.",
                        relations: [request.Relation.Name.ToString()],
                        lockName: request.Mode.PgName(),
                        place: request.Place);
                }
            }
        }
    }

    private static bool IsInUse(Relation relation) => relation.Kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.View or RelationKind.ForeignTable;
}
