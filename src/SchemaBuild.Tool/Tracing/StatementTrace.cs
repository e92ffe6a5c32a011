using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Tracing;

/// <summary>A statement as it was predicted and as it was observed.</summary>
/// <param name="Predicted">What the analysis says.</param>
/// <param name="Observed">What the server did; null if the statement was not executed, because one before it failed.</param>
internal sealed record StatementTrace(StatementReport Predicted, Observation? Observed)
{
    // What these do depends on rows, branches and parameters, so the prediction is the most that can happen.
    private static readonly HashSet<string> Conditional = ["DATA_MIGRATION", "SELECT", "DO", "CALL", "EXECUTE", "EXPLAIN", "COPY"];

    /// <summary>One sentence for each thing in which the server and the prediction differ.</summary>
    public IReadOnlyList<string> Differences { get; } = Observed is null ? [] : [.. Compare(Predicted, Observed)];

    private static IEnumerable<string> Compare(StatementReport predicted, Observation observed)
    {
        if (predicted.Error != observed.Error)
        {
            yield return $"error: observed {Error(observed.Error, observed.Message)}, predicted {Error(predicted.Error, null)}";
            yield break;
        }

        if (observed.Error is not null) yield break;
        // What is not analysed may do more, what is conditional may do less.
        var mayDoMore = predicted.NotAnalysed.Count > 0;
        var mayDoLess = Conditional.Contains(predicted.Kind);
        if (observed.ShowsLocks)
        {
            foreach (var name in predicted.Locks.Keys.Union(observed.Locks.Keys).Order(StringComparer.Ordinal))
            {
                var (expected, seen) = (predicted.Locks.GetValueOrDefault(name), observed.Locks.GetValueOrDefault(name));
                if (expected == seen || (expected is not null && observed.HeldBefore.GetValueOrDefault(name, []).Contains(expected))) continue;
                if ((mayDoMore && expected is null) || (mayDoLess && expected is not null && Array.IndexOf(StatementObserver.Modes, seen) < Array.IndexOf(StatementObserver.Modes, expected))) continue;
                yield return $"locks {name}: observed {seen ?? "none"}, predicted {expected ?? "none"}";
            }
        }

        foreach (var difference in Names("rewrites", predicted.Rewrites, observed.Rewrites)) yield return difference;
        foreach (var difference in Names("scans", predicted.Scans, observed.Scans)) yield return difference;
        foreach (var name in predicted.IndexBuilds.Keys.Union(observed.IndexBuilds.Keys).Order(StringComparer.Ordinal))
        {
            var (expected, seen) = (predicted.IndexBuilds.GetValueOrDefault(name), observed.IndexBuilds.GetValueOrDefault(name));
            if (expected == seen || (mayDoMore && seen > expected) || (mayDoLess && seen < expected)) continue;
            yield return $"index builds on {name}: observed {seen}, predicted {expected}";
        }

        var (checks, checksSeen) = (predicted.ForeignKeyChecks, observed.ForeignKeyChecks);
        if (checks != checksSeen && !(mayDoMore && checksSeen > checks) && !(mayDoLess && checksSeen < checks))
            yield return $"foreign keys checked: observed {checksSeen}, predicted {checks}";

        IEnumerable<string> Names(string what, IReadOnlyList<string> expected, List<string> seen)
        {
            if (!mayDoMore) foreach (var name in seen.Except(expected)) yield return $"{what} {name}: observed, not predicted";
            if (!mayDoLess) foreach (var name in expected.Except(seen)) yield return $"{what} {name}: predicted, not observed";
        }
    }

    private static string Error(string? state, string? message) => state is null ? "none" : message is null ? state : $"{state} ({message})";
}
