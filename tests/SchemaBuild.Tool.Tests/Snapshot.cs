using System.Runtime.CompilerServices;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>
/// Compares text with a file of the folder <c>Snapshots</c>. With <c>SCHEMABUILD_ACCEPT=1</c> in the environment the file is written
/// instead: read the difference before it is committed.
/// </summary>
public static class Snapshot
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "SchemaBuild.Tool.Tests", "Snapshots");

    public static void Equal(string actual, string? part = null, [CallerMemberName] string test = "")
    {
        var file = Path.Combine(Folder, part is null ? $"{test}.txt" : $"{test}.{part}.txt");
        if (Environment.GetEnvironmentVariable("SCHEMABUILD_ACCEPT") == "1")
            File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{file} is missing. The text was:\n{actual}");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual);
    }
}
