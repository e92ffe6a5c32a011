using System.Globalization;
using System.Numerics;

namespace SchemaBuild.Analysis.Sources;

/// <summary>What a file name says: <c>001_create_users.sql</c> is version 001, name <c>create_users</c>.</summary>
internal sealed record MigrationFileName(string Version, string Name, bool IsRollback)
{
    private const string RollbackFolder = "rollback";
    private const string RollbackPrefix = "rollback_";

    /// <summary>Versions are compared as numbers of any length: 2 is before 10, and 001 is 1.</summary>
    public BigInteger Number { get; } = Version.Length == 0 ? 0 : BigInteger.Parse(Version, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Reads a path relative to the migrations folder; null if the name does not begin with digits.</summary>
    public static MigrationFileName? Parse(string path)
    {
        var segments = path.Replace('\\', '/').Split('/');
        var stem = Path.GetFileNameWithoutExtension(segments[^1]);
        var digits = 0;
        while (digits < stem.Length && char.IsAsciiDigit(stem[digits])) digits++;
        if (digits == 0) return null;

        var isRollback = segments.Length > 1 && segments[^2].Equals(RollbackFolder, StringComparison.OrdinalIgnoreCase);
        var name = stem[digits..].TrimStart('_', '-', '.', ' ');
        if (isRollback && name.StartsWith(RollbackPrefix, StringComparison.OrdinalIgnoreCase)) name = name[RollbackPrefix.Length..];
        return new MigrationFileName(stem[..digits], name, isRollback);
    }
}
