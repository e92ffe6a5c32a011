using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Files;

/// <summary>Which files differ from a commit, asked of <c>git</c> itself: changed, added, renamed, and those that git does not track.</summary>
internal sealed class GitChanges(string reference, Terminal terminal)
{
    // By folder, since files may lie in different repositories.
    private readonly Dictionary<string, string> _prefixes = [];
    private readonly Dictionary<string, Repository> _repositories = [];

    /// <summary>True if the file is not as it was where the current branch left <c>reference</c>.</summary>
    /// <exception cref="ToolException">There is no git, no repository or no such commit.</exception>
    public bool Has(MigrationInput input)
    {
        if (input.Path == MigrationFiles.StandardInput)
            return true;
        var file = MigrationFiles.FullPath(input, terminal);
        var folder = Path.GetDirectoryName(file)!;
        if (!_prefixes.TryGetValue(folder, out var prefix))
            _prefixes.Add(folder, prefix = Git(folder, "rev-parse", "--show-prefix").TrimEnd('\n'));
        var path = prefix + Path.GetFileName(file);
        var repository = RepositoryOf(folder);
        return repository.Changed.Contains(path) || !repository.Tracked.Contains(path);
    }

    private Repository RepositoryOf(string folder)
    {
        var root = Git(folder, "rev-parse", "--show-toplevel").TrimEnd('\n');
        if (!_repositories.TryGetValue(root, out var repository))
        {
            var commit = Base(root);
            _repositories.Add(root, repository = new Repository(
                Paths(Git(root, "diff", "--name-only", "--no-relative", "--no-renames", "--no-ext-diff", "-z", commit, "--")), Paths(Git(root, "ls-files", "-z"))));
        }

        return repository;
    }

    /// <summary>Where the branch left the reference: what others have committed there since is no change of ours.</summary>
    private string Base(string root)
    {
        var isShallow = Git(root, "rev-parse", "--is-shallow-repository").Trim() == "true";
        const string Shallow = " This clone is shallow: fetch the whole history (git fetch --unshallow; fetch-depth: 0 in GitHub's checkout).";
        if (reference.StartsWith('-') || Run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{reference}^{{commit}}") is not { ExitCode: 0, Output: var commit })
            throw new ToolException($"--since: git knows no commit {reference}.{(isShallow ? Shallow : " Name a branch, a tag or a commit, such as origin/main.")}");
        if (Run(root, "merge-base", commit.Trim(), "HEAD") is { ExitCode: 0, Output: var shared })
            return shared.Trim();
        throw new ToolException($"--since: {reference} and the current commit have no history in common.{(isShallow ? Shallow : "")}");
    }

    private static HashSet<string> Paths(string zeroSeparated) => [.. zeroSeparated.Split('\0', StringSplitOptions.RemoveEmptyEntries)];

    private static string Git(string folder, params string[] arguments) => Run(folder, arguments) switch
    {
        (0, var output, _) => output,
        (_, _, var error) when error.Contains("not a git repository", StringComparison.Ordinal) =>
            throw new ToolException("--since needs git: the migrations are in no git repository."),
        (_, _, var error) => throw new ToolException($"--since: git {arguments[0]} failed: {error.ReplaceLineEndings(" ").Trim()}"),
    };

    private static (int ExitCode, string Output, string Error) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            // Messages are matched, so they must not be translated.
            Environment = { ["LC_ALL"] = "C", ["GIT_OPTIONAL_LOCKS"] = "0" },
        };
        foreach (var argument in (string[])["-C", folder, .. arguments])
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            throw new ToolException("--since needs git, and there is no program git in PATH.");
        }
    }

    /// <summary>Paths from the root of the repository.</summary>
    private sealed record Repository(HashSet<string> Changed, HashSet<string> Tracked);
}
