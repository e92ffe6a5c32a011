using System.CommandLine;
using System.Globalization;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Files;

namespace SchemaBuild.Tool.Commands;

/// <summary>What every command that analyses files can be told.</summary>
internal sealed class AnalysisArguments
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = $"Files or folders; - is standard input. Default: ./{MigrationFiles.DefaultFolder}.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string>? _targetVersion;

    private static Option<string> TargetVersion() => Choice.Create(
        "--target-version",
        "The oldest PostgreSQL major that must be safe.",
        Text(AnalysisOptions.OldestVersion),
        [.. Enumerable.Range(AnalysisOptions.OldestVersion, AnalysisOptions.NewestVersion - AnalysisOptions.OldestVersion + 1).Select(Text)]);

    private readonly Option<string?> _schemaFile = new("--schema-file")
    {
        Description = "Output of pg_dump --schema-only: what the database holds before the first migration.",
        HelpName = "FILE",
    };

    /// <param name="command">Gets the arguments.</param>
    /// <param name="targetsServer">True if the major is that of a server, so that nobody names one.</param>
    public AnalysisArguments(Command command, bool targetsServer = false)
    {
        // Without this a misspelt option is a path that does not exist.
        _paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..]))
                result.AddError($"There is no option {token.Value}. A path that begins with - is written ./{token.Value}.");
        });
        command.Add(_paths);
        if (!targetsServer) command.Add(_targetVersion = TargetVersion());
        command.Add(_schemaFile);
    }

    public IReadOnlyList<MigrationInput> ReadFiles(ParseResult line, Terminal terminal) => MigrationFiles.Read(line.GetValue(_paths) ?? [], terminal);

    /// <summary>The locks of those paths that are folders.</summary>
    public IEnumerable<(string Folder, MigrationInput Lock)> ReadLocks(ParseResult line, Terminal terminal) => MigrationFiles.ReadLocks(line.GetValue(_paths) ?? [], terminal);

    public AnalysisOptions Options(ParseResult line, Terminal terminal) => new()
    {
        PostgresVersion = _targetVersion is null ? AnalysisOptions.OldestVersion : int.Parse(line.GetRequiredValue(_targetVersion), CultureInfo.InvariantCulture),
        SchemaFile = line.GetValue(_schemaFile) is { } path ? MigrationFiles.ReadOne(path, terminal) : null,
        StatsFile = MigrationFiles.ReadStats(line.GetValue(_paths) ?? [], terminal),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
