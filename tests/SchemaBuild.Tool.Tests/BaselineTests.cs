using System.Security.Cryptography;
using System.Text;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary><c>lint --baseline</c>.</summary>
public sealed class BaselineTests
{
    private const string First = "CREATE TABLE t (id bigint);\n";
    private const string Second = "CREATE INDEX t_id ON t (id);\n";

    [Fact]
    public async Task Frozen_files_are_not_linted_and_must_be_what_the_lock_says()
    {
        using var folder = Project();
        Assert.Equal(1, (await Tool.RunAsync(folder, "--format", "concise")).ExitCode);
        var frozen = await Tool.RunAsync(folder, "--baseline", "2", "--format", "concise");
        Assert.Equal((0, ""), (frozen.ExitCode, frozen.Output));

        folder.Write("migrations/002_b.sql", "CREATE INDEX t_id ON t (id DESC);\n");
        foreach (var format in (string[])["concise", "text", "json", "sarif", "github", "gitlab", "junit", "markdown", "msbuild"])
        {
            var edited = await Tool.RunAsync(folder, "--baseline", "2", "--format", format);
            Assert.Equal(1, edited.ExitCode);
            Assert.Contains("SB0030", edited.Output, StringComparison.Ordinal);
        }

        File.Delete(folder.Combine("migrations", "002_b.sql"));
        foreach (var format in (string[])["concise", "text", "json", "sarif", "github", "gitlab", "junit", "markdown", "msbuild"])
            Assert.Contains("migrations/schemabuild.lock", (await Tool.RunAsync(folder, "--baseline", "2", "--format", format)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--baseline", "2", "migrations/002_b.sql")]
    [InlineData("migrations")]
    public async Task Without_a_baseline_or_a_folder_the_lock_does_not_count(params string[] args)
    {
        using var folder = Project();
        folder.Write("migrations/schemabuild.lock", "nonsense");

        Assert.DoesNotContain("lock", (await Tool.RunAsync(folder, args)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_understood_is_told()
    {
        using var folder = Project();
        folder.Write("migrations/schemabuild.lock", "nonsense");

        var result = await Tool.RunAsync(folder, "--baseline", "2");

        Assert.Equal((2, "schema-lint: migrations/schemabuild.lock cannot be understood: line 1 is not a checksum and a file. Restore it from version control, or delete it and build again to freeze the files as they are now.\n"), (result.ExitCode, result.Error));
    }

    private static ScratchFolder Project()
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_a.sql", First);
        folder.Write("migrations/002_b.sql", Second);
        folder.Write("migrations/schemabuild.lock", $"# as the build writes it\n# baseline 2\n{Checksum(First)}  001_a.sql\n{Checksum(Second)}  002_b.sql\n");
        return folder;
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
