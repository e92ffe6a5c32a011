using System.Text;
using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>Exit codes, streams and messages of the real program.</summary>
public sealed class UsageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Safe_files_end_with_0()
    {
        using var folder = new ScratchFolder();
        folder.Write("migrations/001_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);");

        Assert.Equal(new ToolResult(0, "", "No findings in 1 file, 1 statement.\n"), await Tool.RunProgramAsync(folder.Path));
    }

    [Fact]
    public async Task Findings_at_error_level_end_with_1()
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunProgramAsync(folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("SB1001", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
    }

    [Theory]
    [InlineData("There is no folder migrations here. Name the folder or the files: schema-lint lint PATH.")]
    [InlineData("There is no file or folder nowhere.", "nowhere")]
    [InlineData("--format takes text, concise, json, sarif, github, gitlab, junit, markdown or msbuild, not 'xml'.", "--format", "xml")]
    [InlineData("--mode takes minimum, default or strict, not 'harsh'.", "--mode", "harsh")]
    [InlineData("--target-version takes 14, 15, 16, 17 or 18, not '9'.", "--target-version", "9")]
    [InlineData("--baseline takes a version, which is the leading digits of a file name, not 'abc'.", "--baseline", "abc")]
    [InlineData("There is no option --colour. A path that begins with - is written ./--colour.", "--colour")]
    [InlineData("Unrecognized command or argument '--colour'.", "rules", "--colour")]
    [InlineData("Option '--connection' is required.", "apply")]
    [InlineData("--when-locked takes wait, skip or fail, not 'kill'.", "apply", "--connection", "Host=localhost", "--when-locked", "kill")]
    [InlineData("--step-lock-timeout takes a number with ms, s, min or h, or none, not '2'.", "apply", "--connection", "Host=localhost", "--step-lock-timeout", "2")]
    [InlineData("--max-attempts takes a number from 1, not '0'.", "rollback", "--to", "0", "--connection", "Host=localhost", "--max-attempts", "0")]
    [InlineData("Option '--to' is required.", "rollback", "--connection", "Host=localhost")]
    [InlineData("Required argument 'CODE' missing for command: 'explain'.", "explain")]
    [InlineData("There is no rule SB4242. schema-lint rules lists them all.", "explain", "SB4242")]
    public async Task Wrong_usage_ends_with_2_and_says_what_is_right(string message, params string[] args)
    {
        using var folder = new ScratchFolder();

        var result = await Tool.RunProgramAsync(folder.Path, args);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith($"schema-lint: {message}\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_ends_with_2()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.Combine("migrations"));
        File.CreateSymbolicLink(folder.Combine("migrations", "001_gone.sql"), "nowhere.sql");

        Assert.Equal(
            new ToolResult(2, "", "schema-lint: migrations/001_gone.sql cannot be read: it does not exist.\n"),
            await Tool.RunProgramAsync(folder.Path));
    }

    [Fact]
    public async Task A_file_without_the_right_to_read_it_ends_with_2()
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("migrations/001_a.sql", "SELECT 1;");
        if (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(file, UnixFileMode.None);
        else
            Assert.Skip("Needs a user whom file modes bind: this one may read everything.");

        Assert.Equal(
            new ToolResult(2, "", "schema-lint: migrations/001_a.sql cannot be read: permission denied.\n"),
            await Tool.RunProgramAsync(folder.Path));
    }

    [Fact]
    public async Task An_output_file_in_a_folder_that_does_not_exist_ends_with_2()
    {
        using var folder = ShopMigrations.Create();

        Assert.Equal(
            new ToolResult(2, "", "schema-lint: nowhere/report.json cannot be written: its folder does not exist.\n"),
            await Tool.RunProgramAsync(folder.Path, "--format", "json", "--output", "nowhere/report.json"));
    }

    [Theory]
    [InlineData("--output /dev/full", "/dev/full cannot be written: No space left on device")]
    [InlineData(">/dev/full", "Standard output cannot be written: No space left on device")]
    public async Task A_full_disk_ends_with_2(string to, string message)
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("Needs /dev/full, which this system does not have.");
        using var folder = ShopMigrations.Create();
        for (var version = 10; version < 300; version++)
            folder.Write($"migrations/{version}_index.sql", $"CREATE INDEX users_{version} ON users (email);");    // more than a buffer full

        var result = await Cli.Wrap("sh").WithArguments(["-c", $"exec '{Tool.Executable}' {to}"]).WithWorkingDirectory(folder.Path)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Encoding.UTF8, Cancellation);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_stops_early_is_no_failure_of_the_tool()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs sh and head.");
        using var folder = ShopMigrations.Create();
        for (var version = 10; version < 800; version++)
            folder.Write($"migrations/{version}_index.sql", $"CREATE INDEX users_{version} ON users (email);");

        var result = await Cli.Wrap("sh").WithArguments(["-c", $"('{Tool.Executable}'; echo \"exit $?\" >&2) | head -1"]).WithWorkingDirectory(folder.Path)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Encoding.UTF8, Cancellation);

        Assert.Equal(1, result.StandardOutput.Count(c => c == '\n'));
        Assert.EndsWith("exit 1\n", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("SB0099", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_comes_last_where_both_streams_are_one()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs sh.");
        using var folder = ShopMigrations.Create();

        var result = await Cli.Wrap("sh").WithArguments(["-c", $"exec '{Tool.Executable}' --format concise 2>&1"]).WithWorkingDirectory(folder.Path)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Encoding.UTF8, Cancellation);

        Assert.EndsWith("\n3 errors in 5 files, 4 statements (1 silenced).\n", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void An_internal_fault_is_a_message_with_a_code_and_ends_with_2()
    {
        using var error = new StringWriter();
        var terminal = new Terminal { Output = TextWriter.Null, Error = error, Input = Stream.Null, WorkingDirectory = "." };

        Assert.Equal(2, Failures.Tell(new InvalidOperationException("Two\nlines."), terminal));
        Assert.StartsWith("schema-lint: error SB0099: internal-error: InvalidOperationException: Two lines. ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("report", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("lint", "--help")]
    [InlineData("apply", "--help")]
    public async Task Help_says_what_works(params string[] args)
    {
        using var folder = new ScratchFolder();

        var result = await Tool.RunAsync(folder, args);

        Assert.Equal(0, result.ExitCode);
        Snapshot.Equal(string.Join('\n', result.Output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())), string.Concat(args));
    }

    [Fact]
    public async Task Version_is_that_of_the_package()
    {
        using var folder = new ScratchFolder();

        Assert.Matches(@"^\d+\.\d+\.\d+", (await Tool.RunProgramAsync(folder.Path, "--version")).Output);
    }

    [Fact]
    public async Task Rules_are_listed_one_a_line()
    {
        using var folder = new ScratchFolder();

        var lines = (await Tool.RunAsync(folder, "rules")).Output.TrimEnd().Split('\n');

        Assert.Equal(Analysis.RuleCatalog.All.Select(rule => rule.Code), lines.Select(line => line[..6]));
        Assert.Contains(lines, line => line.Contains("index-build-blocks-writes", StringComparison.Ordinal) && line.Contains(" error ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_are_found_by_words()
    {
        using var folder = new ScratchFolder();

        Assert.Contains("SB4010", (await Tool.RunAsync(folder, "rules", "lock-timeout", "warning")).Output, StringComparison.Ordinal);
        Assert.All((await Tool.RunAsync(folder, "rules", "security")).Output.TrimEnd().Split('\n'), line => Assert.StartsWith("SB6", line, StringComparison.Ordinal));
        Assert.Equal(2, (await Tool.RunAsync(folder, "rules", "nowhere")).ExitCode);
    }

    [Theory]
    [InlineData("SB1001")]
    [InlineData("sb1001")]
    [InlineData("index-build-blocks-writes")]
    public async Task Explain_shows_the_page_of_a_rule(string name)
    {
        using var folder = new ScratchFolder();

        var page = (await Tool.RunAsync(folder, "explain", name)).Output;

        Assert.Equal(File.ReadAllText(RepositoryRoot.Combine("docs", "rules", "SB1001.md")).ReplaceLineEndings("\n") + "\nFix: automatic where the file allows it, with schema-lint lint --fix.\n", page);
    }
}
