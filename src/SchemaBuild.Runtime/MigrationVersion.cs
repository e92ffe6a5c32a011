namespace SchemaBuild;

/// <summary>
/// Versions are compared by number and kept as written: <c>001</c> and <c>1</c> are one version. What is no number (a row that somebody
/// else put into the history) is itself and comes before all numbers.
/// </summary>
internal sealed class MigrationVersion : IComparer<string>, IEqualityComparer<string>
{
    public static MigrationVersion Comparer { get; } = new();

    public static bool IsNumber(string version) => version.Length > 0 && version.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return x is null ? y is null ? 0 : -1 : 1;

        var (xIsNumber, yIsNumber) = (IsNumber(x), IsNumber(y));
        if (!xIsNumber || !yIsNumber)
            return xIsNumber ? 1 : yIsNumber ? -1 : string.CompareOrdinal(x, y);

        var left = x.AsSpan().TrimStart('0');
        var right = y.AsSpan().TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    public bool Equals(string? x, string? y) => Compare(x, y) == 0;

    public int GetHashCode(string obj) => string.GetHashCode(IsNumber(obj) ? obj.AsSpan().TrimStart('0') : obj);
}
