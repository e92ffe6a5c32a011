using System.CommandLine;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;
using SchemaBuild.Tool.Running;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint verify</c>: whether the database is what the files say.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("verify", "Checks that every migration is applied, with the text that its file has now.");
        var arguments = new DatabaseArguments(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using var database = arguments.Database(line);
            var migrations = arguments.Migrations(line, terminal, cancellationToken);
            var result = await Migrator.VerifyAsync(database, migrations, new MigratorOptions { HistorySchema = arguments.HistorySchema(line) }, cancellationToken);
            var paint = new Paint(terminal.OutputHasColor);
            foreach (var problem in result.Problems)
                terminal.Output.WriteLine($"{paint.Of(Severity.Error, "error")} {Printable.Line(problem.Message)}");
            terminal.WriteAfterwards(result.Succeeded
                ? $"{LintReport.Plural(migrations.Count, "migration")}, all applied as they are written."
                : $"{LintReport.Plural(result.Problems.Count, "problem")} in {LintReport.Plural(migrations.Count, "migration")}.");
            return result.Succeeded ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }
}
