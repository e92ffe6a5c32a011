using System.CommandLine;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;
using SchemaBuild.Tool.Running;
using SchemaBuild.Tool.Tracing;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint trace</c>: runs the migrations on a throw-away database, and shows what each statement did beside what was predicted.</summary>
internal static class TraceCommand
{
    private const string DevDatabase = "--dev-database";

    public static Command Create(Terminal terminal)
    {
        var server = new Option<string>(DevDatabase)
        {
            Description = "A development server, where a database is created for the run and dropped after it: postgresql://user@host/database or Host=…;Database=…;Username=….",
            HelpName = "URL",
            Required = true,
        };
        var format = Choice.Create("--format", "How the trace is written.", "text", "text", "json");
        var command = new Command("trace", "Runs the migrations on a throw-away database: observed against predicted.");
        var arguments = new AnalysisArguments(command, targetsServer: true);
        command.Add(server);
        command.Add(format);
        command.SetAction(async (line, cancellationToken) =>
        {
            var connection = ConnectionText.Parse(line.GetRequiredValue(server), DevDatabase);
            var files = arguments.ReadFiles(line, terminal);
            var options = arguments.Options(line, terminal) with { ReportStatements = true };
            try
            {
                var (major, traces) = await RunAsync(connection, files, options, terminal, cancellationToken).ConfigureAwait(false);
                if (line.GetRequiredValue(format) == "json")
                    ToolJson.Write(TraceText.Json(major, traces), terminal.Output);
                else
                    TraceText.Write(traces, new Paint(terminal.OutputHasColor), terminal.Output);
                terminal.WriteAfterwards(TraceText.Summary(major, traces));
                return traces.Any(trace => trace.Differences.Count > 0 || trace.Observed?.Error is not null) ? ExitCode.Failure : ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                throw new ToolException("Cancelled. The throw-away database is gone.", ExitCode.Failure);
            }
            catch (NpgsqlException failure)
            {
                throw new ToolException($"The trace ended early: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", ExitCode.Failure);
            }
        });
        return command;
    }

    private static async Task<(int Major, IReadOnlyList<StatementTrace> Traces)> RunAsync(
        NpgsqlConnectionStringBuilder server, IReadOnlyList<MigrationInput> files, AnalysisOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var database = await ScratchDatabase.CreateAsync(server, terminal, cancellationToken).ConfigureAwait(false);
        if (database.Major is < AnalysisOptions.OldestVersion or > AnalysisOptions.NewestVersion)
            throw new ToolException($"The server of {DevDatabase} is PostgreSQL {database.Major}; what is known are {AnalysisOptions.OldestVersion} to {AnalysisOptions.NewestVersion}.");

        var analysis = MigrationAnalyzer.Analyze(files, options with { PostgresVersion = database.Major }, cancellationToken);
        if (BrokenFiles.Tell(analysis, terminal)) throw new ToolException("Nothing was executed: mend these files first.", ExitCode.Failure);

        await using var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        var run = new TraceRun(connection, analysis);
        if (analysis.SchemaScript is { } schema && await run.ApplySchemaAsync(schema, cancellationToken).ConfigureAwait(false) is > 0 and var skipped)
            terminal.WriteAfterwards($"schema-lint: {LintReport.Plural(skipped, "statement")} of {schema.Path} left out, naming roles that this server does not have.");
        return (database.Major, await run.RunAsync(cancellationToken).ConfigureAwait(false));
    }
}
