using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An index is built under a lock that stops writes, on a table that others already use.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY.</remarks>
internal sealed class IndexBuildBlocksWrites : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("SB1001", "index-build-blocks-writes", Severity.Error, "An index is built under a lock that stops writes") { HasFix = true, DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.IndexBuilds.Count == 0) return;
        var rewritten = statement.Effects.Rewrites.Select(work => work.Relation.Id).ToHashSet();
        foreach (var group in statement.Effects.IndexBuilds.GroupBy(build => build.Relation.Id))
        {
            var build = group.First();
            var mode = statement.Effects.LockOn(build.Relation);
            // The rebuild that comes with a rewrite is part of that finding.
            if (build.IsConcurrent || statement.IsNew(build.Relation) || !mode.BlocksWrites() || rewritten.Contains(build.Relation.Id)) continue;
            var remedy = build.Cause.Remedy?.Invoke(findings.Major);
            // The finding is gone when all of the table's builds are.
            if (remedy is not null) remedy = remedy with { Rewrite = Together([.. group.Select(other => other.Cause).Distinct()], findings.Major) };
            findings.Add(
                statement,
                build.Relation,
                $"{build.Cause.What} holds {mode.SqlName()} on {build.Relation.Name}: {mode.Blocked()} on it waits until the whole table is indexed.{remedy.Sentence()}",
                remedy);
        }
    }

    private static Func<Rewrite?>? Together(IReadOnlyList<Cause> causes, int major)
    {
        var rewrites = causes.Select(cause => cause.Remedy?.Invoke(major).Rewrite).OfType<Func<Rewrite?>>().ToList();
        if (rewrites.Count < causes.Count) return null;
        return () => rewrites.Select(rewrite => rewrite()).OfType<Rewrite>().ToList() is { Count: > 0 } all && all.Count == rewrites.Count ? Rewrite.Combine(all) : null;
    }
}
