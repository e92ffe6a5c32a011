using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An index that another one can stand in for.</summary>
internal sealed class RedundantIndex : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5022", "redundant-index", Severity.Suggestion, "Another index does what this one does");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        var reported = new HashSet<int>();
        foreach (var (made, place) in history.Made<Index>())
        {
            if (made.Parent is not null || history.Catalog.Find(made.Table) is not Relation { Persistence: not Persistence.Temporary } table) continue;
            foreach (var other in table.Indexes.Select(history.Catalog.Find).OfType<Index>())
            {
                // Of a pair each is asked once, and the one that came later is reported.
                if (other.Id >= made.Id || other.Parent is not null) continue;
                var (needless, kept) = IsNeedless(made, other, table) ? (made, other) : IsNeedless(other, made, table) ? (other, made) : (null, null);
                if (needless is null || kept is null || !reported.Add(needless.Id)) continue;
                var does = kept.KeyColumns.Length == needless.KeyColumns.Length ? "has the same columns" : "begins with the same columns";
                findings.Add(
                    place,
                    $"{needless.Name.Name} on {table.Name} answers no query that {kept.Name.Name} does not answer, which {does}. Each INSERT and most UPDATEs write both, and both take space and memory. "
                    + (needless == made ? "Leave it out." : $"Drop {needless.Name.Name} in a later migration."),
                    new Remedy("Drop the one that is not needed.", $"DROP INDEX CONCURRENTLY {needless.Name.ToSql()};"),
                    [table.Name.ToString()]);
            }
        }
    }

    private static bool IsNeedless(Index index, Index other, Relation table) =>
        other.Covers(index) && !index.BacksConstraint && !index.IsClustered && !(table.ReplicaIdentity == ReplicaIdentityKind.Index && index.IsUnique);
}
