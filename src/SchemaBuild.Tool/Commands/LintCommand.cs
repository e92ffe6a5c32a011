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
        var format = Choice.Create("--format", "How findings are written.", FindingsFormats.Default, [.. FindingsFormats.All.Keys]);
        var output = new Option<string?>("--output") { Description = "Writes the findings to this file instead of standard output.", HelpName = "FILE" };

        var command = new Command("lint", "Says which statements hurt, why, and what to write instead.");
        var arguments = new AnalysisArguments(command);
        command.Add(mode);
        command.Add(baseline);
        command.Add(format);
        command.Add(output);
        command.SetAction((line, cancellationToken) =>
        {
            var options = arguments.Options(line, terminal) with
            {
                Mode = Enum.Parse<AnalysisMode>(line.GetRequiredValue(mode), ignoreCase: true),
                Baseline = line.GetValue(baseline),
            };
            var files = arguments.ReadFiles(line, terminal);
            var outputFile = line.GetValue(output);
            var report = new LintReport(files, options.SchemaFile, MigrationAnalyzer.Analyze(files, options, cancellationToken))
            {
                HasColor = terminal.OutputHasColor && outputFile is null,
            };
            OutputFile.Write(outputFile, terminal, FindingsFormats.All[line.GetRequiredValue(format)], report);
            terminal.WriteAfterwards(report.Summary());
            return Task.FromResult(report.Result.HasErrors ? ExitCode.Failure : ExitCode.Success);
        });
        return command;
    }
}
