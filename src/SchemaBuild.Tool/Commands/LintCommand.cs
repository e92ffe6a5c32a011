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

        var command = new Command("lint", "Says which statements hurt, why, and what to write instead.");
        var arguments = new AnalysisArguments(command);
        command.Add(mode);
        command.Add(baseline);
        command.Add(since);
        command.Add(format);
        command.Add(output);
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
            var result = MigrationAnalyzer.Analyze(files, options, cancellationToken);
            IReadOnlyList<(string Folder, MigrationInput Lock)> locks = options.Baseline is null ? [] : [.. arguments.ReadLocks(line, terminal)];
            if (locks.Count > 0)
                result = result with { Findings = [.. Frozen.Changes(locks, files, options), .. result.Findings] };
            if (unchanged.Count > 0)
                result = result with { Findings = [.. result.Findings.Where(finding => !unchanged.Contains(finding.File))] };
            var outputFile = line.GetValue(output);
            var report = new LintReport(files, options.SchemaFile, result)
            {
                HasColor = terminal.OutputHasColor && outputFile is null,
                Locks = [.. locks.Select(one => one.Lock)],
            };
            OutputFile.Write(outputFile, terminal, FindingsFormats.All[line.GetRequiredValue(format)], report);
            terminal.WriteAfterwards(report.Summary());
            return Task.FromResult(report.Result.HasErrors ? ExitCode.Failure : ExitCode.Success);
        });
        return command;
    }

    private static HashSet<string> Unchanged(IReadOnlyList<MigrationInput> files, GitChanges changes) => [.. files.Where(file => !changes.Has(file)).Select(file => file.Path)];
}
