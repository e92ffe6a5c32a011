namespace SchemaBuild.Analysis.Sources;

/// <summary>The order in which files are applied: by version as a number, then by name; files without a version come last.</summary>
internal static class MigrationOrder
{
    public static int Compare(MigrationFile left, MigrationFile right)
    {
        var byVersion = (left.Name, right.Name) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (l, r) => l.Number.CompareTo(r.Number),
        };
        if (byVersion != 0) return byVersion;
        var byName = string.CompareOrdinal(left.Name?.Name, right.Name?.Name);
        return byName != 0 ? byName : string.CompareOrdinal(left.RelativePath, right.RelativePath);
    }
}
