using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary><c>--since</c>: only what a branch has changed is reported, but the catalogue knows all files.</summary>
public sealed class SinceTests
{
    [Fact]
    public async Task Changed_renamed_and_untracked_files_are_reported_and_others_are_not()
    {
        using var folder = new ScratchFolder();
        await Begin(folder);
        folder.Write("db/migrations/002_old.sql", Sql("i2"));
        folder.Write("db/migrations/003_changed.sql", Sql("i3"));
        folder.Write("db/migrations/004_renamed.sql", Sql("i4"));
        await Commit(folder);
        await Git(folder.Path, "tag", "before");
        await Git(folder.Path, "mv", "db/migrations/004_renamed.sql", "db/migrations/005_renamed é.sql");
        folder.Write("db/migrations/006_committed.sql", Sql("i6"));
        await Commit(folder);
        folder.Write("db/migrations/003_changed.sql", Sql("i3b"));
        folder.Write("db/migrations/007_untracked.sql", Sql("i7"));

        var result = await Tool.RunAsync(folder.Combine("db"), "", false, "lint", "--since", "before", "--format", "concise");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["003_changed", "005_renamed é", "006_committed", "007_untracked"], Files(result));
    }

    [Fact]
    public async Task What_others_committed_meanwhile_is_no_change_of_the_branch()
    {
        using var folder = new ScratchFolder();
        await Begin(folder);
        await Git(folder.Path, "checkout", "-q", "-b", "feature");
        folder.Write("db/migrations/003_ours.sql", Sql("i3"));
        await Commit(folder);
        await Git(folder.Path, "checkout", "-q", "main");
        folder.Write("db/migrations/001_t.sql", "CREATE TABLE t (id bigint PRIMARY KEY, n int);\n");
        await Commit(folder);
        await Git(folder.Path, "checkout", "-q", "feature");

        Assert.Equal(["003_ours"], Files(await Tool.RunAsync(folder, "db/migrations", "--since", "main", "--format", "concise")));
    }

    [Theory]
    [InlineData("nowhere", "git knows no commit nowhere. Name a branch")]
    [InlineData("--output=x", "--since")]
    public async Task A_commit_that_there_is_not_ends_the_run(string reference, string expected)
    {
        using var folder = new ScratchFolder();
        await Begin(folder);

        var result = await Tool.RunAsync(folder, "db/migrations", "--since", reference);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_clone_is_told_to_fetch_more()
    {
        using var folder = new ScratchFolder();
        await Begin(folder);
        await Git(folder.Path, "tag", "first");
        folder.Write("db/migrations/002_i.sql", Sql("i2"));
        await Commit(folder);
        await Git(folder.Path, "clone", "-q", "--depth", "1", "--no-tags", "file://" + folder.Path, folder.Combine("clone"));

        var result = await Tool.RunAsync(folder.Combine("clone"), "", false, "lint", "db/migrations", "--since", "first");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("This clone is shallow", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_outside_of_git_ends_the_run()
    {
        using var folder = new ScratchFolder();
        folder.Write("migrations/001_t.sql", "SELECT 1;");

        var result = await Tool.RunAsync(folder, "--since", "main");

        Assert.Equal((2, true), (result.ExitCode, result.Error.Contains("in no git repository", StringComparison.Ordinal)));
    }

    private static string Sql(string index) => $"CREATE INDEX {index} ON t (id);\n";

    private static IEnumerable<string> Files(ToolResult result) => result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.Contains("SB1001", StringComparison.Ordinal)).Select(line => Path.GetFileNameWithoutExtension(line.Split(':')[0]));

    private static async Task Begin(ScratchFolder folder)
    {
        await Git(folder.Path, "init", "-q", "-b", "main");
        folder.Write("db/migrations/001_t.sql", "CREATE TABLE t (id bigint PRIMARY KEY);\n");
        await Commit(folder);
    }

    private static async Task Commit(ScratchFolder folder)
    {
        await Git(folder.Path, "add", "-A");
        await Git(folder.Path, "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "Change");
    }

    private static Task Git(string folder, params string[] arguments) =>
        Cli.Wrap("git").WithArguments(["-C", folder, .. arguments]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
