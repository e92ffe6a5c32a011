using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Statements.AlterTableCommands;

namespace SchemaBuild.Analysis.Rules;

/// <summary>DETACH PARTITION without CONCURRENTLY locks the whole partitioned table.</summary>
internal sealed class DetachBlocksReads : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1044", "detach-blocks-reads", Severity.Error, "A partition is detached while nobody can use the table") { HasFix = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, after) in statement.Changes<Relation>())
        {
            if (before is not { IsPartition: true } || after.IsPartition || statement.IsNew(before)) continue;
            foreach (var parent in before.Parents.Select(statement.Before.Catalog.Find).OfType<Relation>())
            {
                if (statement.IsNew(parent) || !statement.Effects.LockOn(parent).BlocksReads()) continue;
                var hasDefault = parent.Children.Select(statement.Before.Catalog.Find).OfType<Relation>().Any(child => child.PartitionBound is { IsDefault: true });
                var sql = $"ALTER TABLE {parent.Name.ToSql()} DETACH PARTITION {before.Name.ToSql()}";
                // A finding that has no other way out would only be allowed: CONCURRENTLY is refused beside a DEFAULT partition.
                if (hasDefault) continue;
                findings.Add(
                    statement,
                    parent,
                    $"Detaching {before.Name} takes ACCESS EXCLUSIVE on {parent.Name}: every read and write of all its partitions waits until the longest running query on it has ended. "
                    + "Write DETACH PARTITION … CONCURRENTLY; the file then runs outside a transaction.",
                    new Remedy("Detach concurrently.", $"{sql} CONCURRENTLY;")
                    {
                        Rewrite = DetachPartition.LeftCheckName(statement.Before.Catalog, parent, before) is { } check ? () => Rewrites.DetachConcurrently(statement.Statement, check) : null,
                    });
            }
        }
    }
}
