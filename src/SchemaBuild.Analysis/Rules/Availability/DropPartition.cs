using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>DROP TABLE of a partition locks the whole partitioned table.</summary>
internal sealed class DropPartition : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1047", "drop-partition", Severity.Error, "A partition is dropped while nobody can use the table");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Drop, Column: null, Object: Relation { IsPartition: true } partition } || statement.IsNew(partition)) continue;
            foreach (var parent in partition.Parents.Select(statement.Before.Catalog.Find).OfType<Relation>())
            {
                if (statement.IsNew(parent) || statement.After.Catalog.Find(parent.Id) is null || !statement.Effects.LockOn(parent).BlocksReads()) continue;
                // CONCURRENTLY is refused beside a DEFAULT partition, so there is no other way.
                if (parent.Children.Select(statement.Before.Catalog.Find).OfType<Relation>().Any(child => child.PartitionBound is { IsDefault: true })) continue;
                findings.Add(
                    statement,
                    parent,
                    $"Dropping {partition.Name} takes ACCESS EXCLUSIVE on {parent.Name} too: every read and write of all its partitions waits until the longest running query on it has ended. "
                    + "Write DETACH PARTITION … CONCURRENTLY in a migration before, and drop the table when it stands alone.",
                    new Remedy(
                        "Detach it concurrently first.",
                        $"ALTER TABLE {parent.Name.ToSql()} DETACH PARTITION {partition.Name.ToSql()} CONCURRENTLY;",
                        $"DROP TABLE {partition.Name.ToSql()};"));
            }
        }
    }
}
