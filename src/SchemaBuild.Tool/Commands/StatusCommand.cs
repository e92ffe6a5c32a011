using System.CommandLine;
using System.Globalization;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;
using SchemaBuild.Tool.Running;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint status</c>: where the database stands.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("status", "Lists the migrations of the folder and of the database, and where each stands.");
        var arguments = new DatabaseArguments(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using var database = arguments.Database(line);
            var migrations = arguments.Migrations(line, terminal, cancellationToken);
            var status = await Migrator.GetStatusAsync(database, migrations, new MigratorOptions { HistorySchema = arguments.HistorySchema(line) }, cancellationToken);
            Write(status, terminal);
            terminal.WriteAfterwards(Summary(status));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(MigrationStatus status, Terminal terminal)
    {
        if (status.Entries.Count == 0)
            return;
        var paint = new Paint(terminal.OutputHasColor);
        List<string[]> rows = [["Version", "State", "Applied at", "Took", "Description"], .. status.Entries.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var cells = rows[i].Select((text, column) => text.PadRight(widths[column])).ToArray();
            if (i > 0)
                cells[1] = Painted(status.Entries[i - 1], cells[1], paint);
            terminal.Output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string[] Row(MigrationEntry entry) =>
    [
        Printable.Line(entry.Version),
        State(entry),
        entry.AppliedAt?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
        entry.Duration is { } duration ? RunDisplay.Milliseconds(duration) : "",
        Printable.Line(entry.Error is null ? entry.Description : $"{entry.Description}: {entry.Error}"),
    ];

    private static string State(MigrationEntry entry) => (entry.State, entry.Checksum) switch
    {
        (MigrationState.Applied, ChecksumState.Edited) => "applied, edited since",
        (MigrationState.Applied, ChecksumState.Unverified) => "applied, no checksum",
        (MigrationState.Pending, _) => "pending",
        (MigrationState.Applied, _) => "applied",
        (MigrationState.Failed, _) => "failed",
        (MigrationState.Running, _) => "running",
        (MigrationState.RollingBack, _) => "rolling back",
        (MigrationState.RolledBack, _) => "rolled back",
        _ => "not in the folder",
    };

    private static string Painted(MigrationEntry entry, string text, Paint paint) => (entry.State, entry.Checksum) switch
    {
        (MigrationState.Failed, _) or (_, ChecksumState.Edited) => paint.Of(Severity.Error, text),
        (MigrationState.Applied, _) => paint.Good(text),
        _ => paint.Of(Severity.Warning, text),
    };

    private static string Summary(MigrationStatus status)
    {
        var pending = status.Pending.Count();
        return pending == 0 ? "Up to date." : $"{LintReport.Plural(pending, "migration")} pending.";
    }
}
