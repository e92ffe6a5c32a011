using System.CommandLine;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Files;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint lint</c>: says what hurts.</summary>
internal static class LintCommand
{
    public static Command Create(Terminal terminal)
    {
        var mode = Choice.Create("--mode", "How much is reported.", "default", "minimum", "default", "strict");
        var baseline = new Option<string?>("--baseline") { Description = "Files up to this version are replayed but not linted.", HelpName = "VERSION" };
        baseline.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var version }] && version.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
                result.AddError($"--baseline takes a version, which is the leading digits of a file name, not '{version}'.");
        });
        var since = new Option<string?>("--since") { Description = "Only findings in files that differ from this commit, or that git does not track.", HelpName = "GITREF" };
        var format = Choice.Create("--format", "How findings are written.", FindingsFormats.Default, [.. FindingsFormats.All.Keys]);
        var output = new Option<string?>("--output") { Description = "Writes the findings to this file instead of standard output.", HelpName = "FILE" };

        var fix = new Option<bool>("--fix") { Description = "Rewrites the files where the schema stays the same, and reports what is left." };
        var diff = new Option<bool>("--diff") { Description = "Shows what --fix would change, as a unified diff, and writes nothing." };

        var command = new Command("lint", "Says which statements hurt, why, and what to write instead.");
        var arguments = new AnalysisArguments(command);
        command.Add(mode);
        command.Add(baseline);
        command.Add(since);
        command.Add(format);
        command.Add(output);
        command.Add(fix);
        command.Add(diff);
        command.Validators.Add(result =>
        {
            if (result.GetValue(fix) && result.GetValue(diff)) result.AddError("--fix writes the files, --diff only shows what it would write: use one of them.");
        });
        command.SetAction((line, cancellationToken) =>
        {
            var files = arguments.ReadFiles(line, terminal);
            var options = arguments.Options(line, terminal) with
            {
                Mode = Enum.Parse<AnalysisMode>(line.GetRequiredValue(mode), ignoreCase: true),
                Baseline = line.GetValue(baseline),
                ConfiguredSeverity = ConfigFiles.Severities(files, terminal),
            };
            var unchanged = line.GetValue(since) is { } reference ? Unchanged(files, new GitChanges(reference, terminal)) : [];
            if (line.GetValue(fix) && files.Any(file => file.Path == MigrationFiles.StandardInput))
                throw new ToolException("--fix cannot rewrite standard input. Use --diff, or name the file.");
            var outputFile = line.GetValue(output);
            FixResult? fixes = null;
            if (line.GetValue(fix) || line.GetValue(diff))
            {
                fixes = Fix(files, options, unchanged, terminal, cancellationToken);
                if (line.GetValue(diff))
                {
                    OutputFile.Write(outputFile, terminal, writer => WriteDiff(fixes, writer));
                    FixSummary.Write(fixes, terminal, isWritten: false);
                    return Task.FromResult(HasErrors(fixes.Before, unchanged) ? ExitCode.Failure : ExitCode.Success);
                }

                FixedFiles.Write(fixes.Changes, terminal);
                FixSummary.Write(fixes, terminal, isWritten: true);
                files = fixes.Files;
            }

            var name = line.GetRequiredValue(format);
            var offered = FindingsFormats.TakesFixes(name)
                ? new OwnFixes(Fix(files, options, unchanged, terminal, cancellationToken), isWanted => Fix(files, options, unchanged, terminal, cancellationToken, isWanted))
                : null;
            var result = offered?.Before ?? fixes?.After ?? MigrationAnalyzer.Analyze(files, options, cancellationToken);
            IReadOnlyList<(string Folder, MigrationInput Lock)> locks = options.Baseline is null ? [] : [.. arguments.ReadLocks(line, terminal)];
            if (locks.Count > 0)
                result = result with { Findings = [.. Frozen.Changes(locks, files, options), .. result.Findings] };
            if (unchanged.Count > 0)
                result = result with { Findings = [.. result.Findings.Where(finding => !unchanged.Contains(finding.File))] };
            var report = new LintReport(files, options.SchemaFile, result)
            {
                HasColor = terminal.OutputHasColor && outputFile is null,
                Fixes = offered,
                Locks = [.. locks.Select(one => one.Lock)],
            };
            OutputFile.Write(outputFile, terminal, writer => FindingsFormats.All[name](report, writer));
            terminal.WriteAfterwards(report.Summary());
            return Task.FromResult(report.Result.HasErrors ? ExitCode.Failure : ExitCode.Success);
        });
        return command;
    }

    private static FixResult Fix(
        IReadOnlyList<MigrationInput> files, AnalysisOptions options, HashSet<string> unchanged, Terminal terminal, CancellationToken cancellationToken, Func<Finding, bool>? isWanted = null) =>
        MigrationFixer.Fix(files, options, finding => !unchanged.Contains(finding.File) && isWanted?.Invoke(finding) != false, MigrationFiles.Others(files, terminal), cancellationToken);

    private static void WriteDiff(FixResult fixes, TextWriter writer)
    {
        foreach (var change in fixes.Changes) LineDiff.WriteUnified(change.Path, change.Before, change.After, writer);
    }

    private static bool HasErrors(AnalysisResult result, HashSet<string> unchanged) =>
        (result with { Findings = [.. result.Findings.Where(finding => !unchanged.Contains(finding.File))] }).HasErrors;

    private static HashSet<string> Unchanged(IReadOnlyList<MigrationInput> files, GitChanges changes) => [.. files.Where(file => !changes.Has(file)).Select(file => file.Path)];
}
