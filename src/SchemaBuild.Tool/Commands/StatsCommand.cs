using System.CommandLine;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Files;
using SchemaBuild.Tool.Formats;
using SchemaBuild.Tool.Running;
using SchemaBuild.Tool.Sizes;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint stats</c>: writes how large the tables of a server are, for the analysis to know.</summary>
internal static class StatsCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string?>("PATH") { Description = $"The folder of the migrations, where {SchemaStats.FileName} goes. Default: ./{MigrationFiles.DefaultFolder} if that is there, or else this folder.", Arity = ArgumentArity.ZeroOrOne };
        var connection = new Option<string>("--connection")
        {
            Description = "The database: Host=…;Database=…;Username=… or postgresql://user@host/database. A replica will do for sizes; it counts no writes. Nothing but PostgreSQL's own catalogues and statistics is read.",
            HelpName = "STRING",
            Required = true,
        };
        var output = new Option<string?>("--output") { Description = "Writes to this file instead; - is standard output.", HelpName = "FILE" };
        var command = new Command("stats", $"Writes {SchemaStats.FileName}: rows, bytes and writes of each table of a server, from which findings take their weight.") { path, connection, output };
        command.SetAction(async (line, cancellationToken) =>
        {
            var file = line.GetValue(output) ?? Path.Combine(Folder(line.GetValue(path), terminal), SchemaStats.FileName);
            var builder = ConnectionText.Parse(line.GetRequiredValue(connection));
            try
            {
                var tables = await ServerSizes.ReadAsync(builder, cancellationToken).ConfigureAwait(false);
                OutputFile.Write(file == "-" ? null : file, terminal, writer => writer.Write(SchemaStats.Write(tables)));
                terminal.WriteAfterwards($"{(file == "-" ? "Standard output" : MigrationFiles.Shown(file))} has the sizes of {LintReport.Plural(tables.Count, "table")}.");
                return ExitCode.Success;
            }
            catch (NpgsqlException failure)
            {
                throw new ToolException($"The sizes cannot be read: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", ExitCode.Failure);
            }
        });
        return command;
    }

    private static string Folder(string? path, Terminal terminal)
    {
        var isThere = Directory.Exists(Path.GetFullPath(path ?? MigrationFiles.DefaultFolder, terminal.WorkingDirectory));
        if (path is not null) return isThere ? path : throw new ToolException($"There is no folder {path}.");
        return isThere ? MigrationFiles.DefaultFolder : ".";
    }
}
