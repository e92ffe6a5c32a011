namespace SchemaBuild.Analysis;

/// <summary>What the analysis needs to know besides the files.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The oldest server major that must be safe, 14 to 18.</summary>
    public int PostgresVersion { get; init; } = OldestVersion;

    /// <summary>How much is reported when nothing else is configured.</summary>
    public AnalysisMode Mode { get; init; } = AnalysisMode.Default;

    /// <summary>Files up to this version are replayed but never linted; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>
    /// The output of <c>pg_dump --schema-only</c> of the database before the first migration; null if that is unknown, and then whatever the migrations
    /// name without making it is assumed to exist.
    /// </summary>
    public MigrationInput? SchemaFile { get; init; }

    /// <summary>The file <c>schema-stats.json</c> with the sizes of the tables in production; null if they are not known.</summary>
    public MigrationInput? StatsFile { get; init; }

    /// <summary>Severity by code and file, from <c>.editorconfig</c> and the like; null where nothing is configured.</summary>
    public Func<string, string, Severity?>? ConfiguredSeverity { get; init; }

    /// <summary>The day on which an <c>allow … until=</c> is judged.</summary>
    public DateOnly Today { get; init; } = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>True to fill <see cref="AnalysisResult.Statements"/>.</summary>
    public bool ReportStatements { get; init; }

    /// <summary>Called for each statement of a migration that is not frozen, in order.</summary>
    internal Action<Replay.AnalyzedStatement>? Observe { get; init; }

    /// <summary>The oldest major that can be configured.</summary>
    public const int OldestVersion = 14;

    /// <summary>The newest major that can be configured.</summary>
    public const int NewestVersion = 18;

    internal Severity SeverityOf(RuleDescriptor rule, string file) => ConfiguredSeverity?.Invoke(rule.Code, file) ?? rule.SeverityIn(Mode);
}
