using System.CommandLine;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Commands;
using SchemaBuild.Tool.Files;

namespace SchemaBuild.Tool.Running;

/// <summary>What every command that talks to a database can be told.</summary>
internal sealed class DatabaseArguments
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "The folder of the migrations.",
        DefaultValueFactory = _ => MigrationFiles.DefaultFolder,
    };

    private readonly Option<string> _connection = new("--connection")
    {
        Description = "The database: Host=…;Database=…;Username=… or postgresql://user@host/database. A password may also come from PGPASSWORD or a passfile.",
        HelpName = "STRING",
        Required = true,
    };

    private readonly Option<string> _historySchema = new("--history-schema")
    {
        Description = "The schema of the history tables.",
        HelpName = "NAME",
        DefaultValueFactory = _ => new MigratorOptions().HistorySchema,
    };

    public DatabaseArguments(Command command)
    {
        command.Add(_path);
        command.Add(_connection);
        command.Add(_historySchema);
    }

    /// <summary>Opens nothing yet.</summary>
    public NpgsqlDataSource Database(ParseResult line) => NpgsqlDataSource.Create(ConnectionText.Parse(line.GetRequiredValue(_connection)));

    /// <summary>The migrations of the folder.</summary>
    /// <exception cref="ToolException">A file is broken; standard error says which and why.</exception>
    public MigrationSet Migrations(ParseResult line, Terminal terminal, CancellationToken cancellationToken) =>
        RuntimeMigrations.From(Analysis(line, new(), terminal, cancellationToken));

    /// <summary>What they are and do.</summary>
    /// <exception cref="ToolException">A file is broken; standard error says which and why.</exception>
    public AnalysisResult Analysis(ParseResult line, AnalysisOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var result = MigrationAnalyzer.Analyze(MigrationFiles.Read([line.GetRequiredValue(_path)], terminal), options, cancellationToken);
        if (BrokenFiles.Tell(result, terminal))
            throw new ToolException("The database was not touched: mend these files first.", ExitCode.Failure);
        return result;
    }

    public string HistorySchema(ParseResult line) => line.GetRequiredValue(_historySchema);
}
