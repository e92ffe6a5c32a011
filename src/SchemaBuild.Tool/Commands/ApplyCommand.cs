using System.CommandLine;
using SchemaBuild.Tool.Formats;
using SchemaBuild.Tool.Running;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint apply</c>: applies what is pending.</summary>
internal static class ApplyCommand
{
    public static Command Create(Terminal terminal)
    {
        var outOfOrder = new Option<bool>("--out-of-order") { Description = "Applies migrations that come before one that is applied already." };
        var ignoreMissing = new Option<bool>("--ignore-missing") { Description = "Goes on although the database has migrations that are not in the folder." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would be done, how large the tables are and what is in the way, and does nothing." };
        var command = new Command("apply", "Applies the migrations that the database does not have yet.");
        var arguments = new DatabaseArguments(command);
        var run = new RunArguments(command);
        command.Add(outOfOrder);
        command.Add(ignoreMissing);
        command.Add(dryRun);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using var database = arguments.Database(line);
            if (line.GetValue(dryRun))
            {
                var analysis = arguments.Analysis(line, new() { ReportStatements = true }, terminal, cancellationToken);
                var previewOptions = new PreviewOptions { HistorySchema = arguments.HistorySchema(line) };
                run.Set(previewOptions, line);
                var preview = await Migrator.PreviewAsync(database, RuntimeMigrations.From(analysis), previewOptions, cancellationToken);
                await DryRun.WriteAsync(preview, analysis, database, terminal, cancellationToken);
                DryRun.Tell(preview, terminal);
                terminal.WriteAfterwards(preview.Pending.Count == 0 ? "Nothing to apply." : $"{LintReport.Plural(preview.Pending.Count, "migration")} would be applied. Nothing was changed.");
                return preview.IsRefused ? ExitCode.Failure : ExitCode.Success;
            }

            var migrations = arguments.Migrations(line, terminal, cancellationToken);
            var options = new ApplyOptions
            {
                HistorySchema = arguments.HistorySchema(line),
                OutOfOrder = line.GetValue(outOfOrder),
                IgnoreMissing = line.GetValue(ignoreMissing),
            };
            run.Set(options, line);
            var result = await RunDisplay.ShowAsync(
                terminal, "applied", options, () => Migrator.ApplyAsync(database, migrations, options, cancellationToken));
            if (result.IsSkipped)
                terminal.WriteAfterwards("Another process is migrating this database; nothing was done.");
            else terminal.WriteAfterwards(result.Applied.Count == 0
                ? $"Nothing to apply: {LintReport.Plural(result.AlreadyApplied, "migration")} applied already."
                : $"{LintReport.Plural(result.Applied.Count, "migration")} applied, {result.AlreadyApplied} applied before.");
            return ExitCode.Success;
        });
        return command;
    }
}
