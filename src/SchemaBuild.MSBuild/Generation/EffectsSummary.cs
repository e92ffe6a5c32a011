using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild.Generation;

/// <summary>What a migration costs, in the words of the manual: <c>Takes ACCESS EXCLUSIVE on orders, no scan.</c></summary>
internal static partial class EffectsSummary
{
    // From weak to strong, https://www.postgresql.org/docs/current/explicit-locking.html.
    private static readonly string[] Modes =
    [
        "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
    ];

    public static string Of(PlannedScript script, IEnumerable<StatementReport> statements)
    {
        if (script.Error is { } error) return $"Cannot be applied: {error.TrimEnd('.')}.";
        var locks = new Dictionary<string, int>();
        var (rewrites, scans, builds) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var statement in statements)
        {
            foreach (var (relation, mode) in statement.Locks)
                locks[relation] = Math.Max(locks.GetValueOrDefault(relation), Array.IndexOf(Modes, mode));
            rewrites.UnionWith(statement.Rewrites);
            scans.UnionWith(statement.Scans);
            foreach (var (relation, count) in statement.IndexBuilds) builds[relation] = builds.GetValueOrDefault(relation) + count;
        }

        scans.ExceptWith(rewrites);
        if (locks.Count == 0) return "Locks no table that exists before it.";

        var text = new StringBuilder("Takes ");
        text.AppendJoin("; ", locks.GroupBy(held => held.Value).OrderByDescending(group => group.Key)
            .Select(group => $"{Words(Modes[group.Key])} on {List(group.Select(held => held.Key).Order(StringComparer.Ordinal))}"));
        if (rewrites.Count > 0) text.Append(", rewrites ").Append(List(rewrites));
        text.Append(scans.Count > 0 ? $", scans {List(scans)}" : ", no scan");
        foreach (var (relation, count) in builds) text.Append(count == 1 ? ", builds an index on " : $", builds {count} indexes on ").Append(Short(relation));
        return text.Append('.').ToString();
    }

    private static string List(IEnumerable<string> relations) => string.Join(", ", relations.Select(Short));

    private static string Short(string relation) => relation.StartsWith("public.", StringComparison.Ordinal) ? relation["public.".Length..] : relation;

    private static string Words(string mode) => WordStart().Replace(mode[..^"Lock".Length], " ").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
