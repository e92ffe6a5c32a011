using System.CommandLine;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint plan</c>: the steps and transactions that <c>apply</c> would execute.</summary>
internal static class PlanCommand
{
    private const int MaxSql = 90;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("plan", "Lists the steps and transactions that apply would execute on an empty database.");
        var arguments = new AnalysisArguments(command);
        command.SetAction((line, cancellationToken) =>
        {
            var result = MigrationAnalyzer.Analyze(arguments.ReadFiles(line, terminal), arguments.Options(line, terminal), cancellationToken);
            var paint = new Paint(terminal.OutputHasColor);
            foreach (var migration in result.Migrations)
                Write(migration, paint, terminal.Output);
            return Task.FromResult(BrokenFiles.Tell(result, terminal) ? ExitCode.Failure : ExitCode.Success);
        });
        return command;
    }

    private static void Write(PlannedMigration migration, Paint paint, TextWriter writer)
    {
        writer.WriteLine($"{paint.Bold(Printable.Line($"{migration.Version} {migration.Description}"))}{(migration.Down is null ? "" : " (can be rolled back)")}");
        var width = migration.Up.Steps.Select(step => step.Kind.Length).DefaultIfEmpty().Max();
        foreach (var segment in migration.Up.Steps.GroupBy(step => step.Segment))
        {
            writer.WriteLine(paint.Faint(segment.First().RunsAlone ? "  alone, outside a transaction" : "  in one transaction"));
            foreach (var step in segment)
            {
                var sql = migration.Up.Text.Substring(step.Start, step.Length);
                writer.WriteLine($"  {step.Order,4}  {step.Kind.PadRight(width)}  {EffectsText.FirstWords(sql, MaxSql)}");
            }
        }

        writer.WriteLine();
    }
}
