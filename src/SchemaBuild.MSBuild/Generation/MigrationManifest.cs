using System.Security.Cryptography;
using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild.Generation;

/// <summary>A chain of hashes over a history: each line vouches for all before it, so an edited, inserted or moved file changes every line after it.</summary>
/// <param name="Lines"><c>chained-hash checksum file</c>, in order.</param>
/// <param name="Hash">The hash of the last line; 64 zeros of an empty history.</param>
internal sealed record MigrationManifest(IReadOnlyList<string> Lines, string Hash)
{
    public static MigrationManifest Of(IEnumerable<PlannedMigration> migrations)
    {
        var hash = new string('0', 64);
        var lines = new List<string>();
        foreach (var script in migrations.Select(migration => migration.Up))
        {
            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{hash} {script.Checksum} {script.RelativePath}")));
            lines.Add($"{hash} {script.Checksum} {script.RelativePath}");
        }

        return new(lines, hash);
    }
}
