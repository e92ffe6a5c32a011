using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Tracing;

/// <summary>What a statement did, or what it was predicted to do, in the shape of INTERFACE section 6.</summary>
internal sealed record Observation
{
    public SortedDictionary<string, string> Locks { get; init; } = new(StringComparer.Ordinal);

    public List<string> Rewrites { get; init; } = [];

    public List<string> Scans { get; init; } = [];

    public SortedDictionary<string, int> IndexBuilds { get; init; } = new(StringComparer.Ordinal);

    public int ForeignKeyChecks { get; set; }

    /// <summary>SQLSTATE, or null.</summary>
    public string? Error { get; init; }

    public static Observation Predicted(StatementReport report) => report.Error is not null ? new Observation { Error = report.Error } : new Observation
    {
        Locks = new SortedDictionary<string, string>(report.Locks.ToDictionary(), StringComparer.Ordinal),
        Rewrites = [.. report.Rewrites],
        Scans = [.. report.Scans],
        IndexBuilds = new SortedDictionary<string, int>(report.IndexBuilds.ToDictionary(), StringComparer.Ordinal),
        ForeignKeyChecks = report.ForeignKeyChecks,
    };

    /// <summary>The server's message, if it refused.</summary>
    public string? Message { get; init; }

    /// <summary>The modes that the transaction held before the statement: taking one of them again shows nowhere.</summary>
    public Dictionary<string, List<string>> HeldBefore { get; } = new(StringComparer.Ordinal);

    /// <summary>False outside a transaction, where locks are gone before anyone could look.</summary>
    public bool ShowsLocks { get; init; } = true;

    /// <summary>One line; equal observations have equal lines.</summary>
    public override string ToString()
    {
        if (Error is not null) return $"error {Error}";
        var text = new StringBuilder();
        text.Append("locks ").AppendJoin(", ", Locks.Select(pair => $"{pair.Key}={pair.Value.Replace("Lock", "", StringComparison.Ordinal)}"));
        if (Rewrites.Count > 0) text.Append("; rewrites ").AppendJoin(", ", Rewrites.Order(StringComparer.Ordinal));
        if (Scans.Count > 0) text.Append("; scans ").AppendJoin(", ", Scans.Order(StringComparer.Ordinal));
        if (IndexBuilds.Count > 0) text.Append("; builds ").AppendJoin(", ", IndexBuilds.Select(pair => $"{pair.Key}×{pair.Value}"));
        if (ForeignKeyChecks > 0) text.Append("; foreign key checks ").Append(ForeignKeyChecks);
        return text.ToString();
    }
}
