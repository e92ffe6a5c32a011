namespace SchemaBuild.Analysis;

/// <summary>How large and how busy a table is in production.</summary>
/// <param name="Rows">About how many rows it has.</param>
/// <param name="Bytes">With indexes and TOAST; null if unknown.</param>
/// <param name="WritesPerSecond">Rows that are inserted, updated or deleted each second; null if unknown.</param>
/// <param name="IsPublished">Whether a publication of logical replication holds it.</param>
public sealed record TableSize(long Rows, long? Bytes = null, double? WritesPerSecond = null, bool IsPublished = false)
{
    /// <summary>Up to so many rows a table is gone through in a moment.</summary>
    public const long SmallRows = 10_000;

    /// <summary>From so many rows on it takes minutes.</summary>
    public const long LargeRows = 10_000_000;

    private const long SmallBytes = 16L << 20;
    private const long LargeBytes = 10L << 30;

    /// <summary>At most <see cref="SmallRows"/> rows and 16 MB: work that grows with it is over before anybody notices.</summary>
    public bool IsSmall => Rows <= SmallRows && Bytes is null or <= SmallBytes;

    /// <summary>At least <see cref="LargeRows"/> rows or 10 GB.</summary>
    public bool IsLarge => Rows >= LargeRows || Bytes >= LargeBytes;
}
