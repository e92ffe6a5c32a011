using System.CommandLine;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint effects</c>: what each statement will lock, rewrite, scan and build.</summary>
internal static class EffectsCommand
{
    public static Command Create(Terminal terminal)
    {
        var format = Choice.Create("--format", "How effects are written.", "text", "text", "json");
        var command = new Command("effects", "Says what each statement will lock, rewrite, scan and build.");
        var arguments = new AnalysisArguments(command);
        command.Add(format);
        command.SetAction((line, cancellationToken) =>
        {
            var result = MigrationAnalyzer.Analyze(
                arguments.ReadFiles(line, terminal), arguments.Options(line, terminal) with { ReportStatements = true }, cancellationToken);
            if (line.GetRequiredValue(format) == "json")
                ToolJson.Write(new EffectsJson([.. result.Statements.Select(Json)]), terminal.Output);
            else
                EffectsText.Write(result.Statements, new Paint(terminal.OutputHasColor), terminal.Output);
            return Task.FromResult(BrokenFiles.Tell(result, terminal) ? ExitCode.Failure : ExitCode.Success);
        });
        return command;
    }

    private static StatementJson Json(StatementReport statement) => new(
        statement.File, statement.Line, statement.Sql, statement.Kind, statement.Transaction, statement.Locks, statement.Rewrites, statement.Scans,
        statement.IndexBuilds, statement.ForeignKeyChecks, statement.Error, statement.NotAnalysed, statement.UnknownRelations);
}
