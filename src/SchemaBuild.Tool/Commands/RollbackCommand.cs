using System.CommandLine;
using SchemaBuild.Tool.Formats;
using SchemaBuild.Tool.Running;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint rollback --to 003</c>: undoes what was applied after 003, newest first.</summary>
internal static class RollbackCommand
{
    private const string Everything = "0";

    public static Command Create(Terminal terminal)
    {
        var to = new Option<string>("--to")
        {
            Description = $"The newest migration that stays; {Everything} undoes them all.",
            HelpName = "VERSION",
            Required = true,
        };
        var command = new Command("rollback", "Undoes the migrations that were applied after a version, newest first, with their rollback files.");
        var arguments = new DatabaseArguments(command);
        var run = new RunArguments(command);
        command.Add(to);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using var database = arguments.Database(line);
            var migrations = arguments.Migrations(line, terminal, cancellationToken);
            var version = line.GetRequiredValue(to);
            var stays = migrations.Find(version);
            if (stays is null && version != Everything)
                throw new ToolException($"No migration has version {version}. schema-lint status lists them.");

            var options = new RollbackOptions { HistorySchema = arguments.HistorySchema(line) };
            run.Set(options, line);
            var result = await RunDisplay.ShowAsync(
                terminal, "rolled back", options, () => Migrator.RollbackAsync(database, migrations, stays, options, cancellationToken));
            if (result.IsSkipped)
                terminal.WriteAfterwards("Another process is migrating this database; nothing was done.");
            else terminal.WriteAfterwards(result.RolledBack.Count == 0
                ? "Nothing to roll back."
                : $"{LintReport.Plural(result.RolledBack.Count, "migration")} rolled back.");
            return ExitCode.Success;
        });
        return command;
    }
}
