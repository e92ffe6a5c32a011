namespace SchemaBuild.Analysis;

/// <summary>What only a build can find: what is wrong with a project, or with its C#, rather than with its SQL. Named as rules are, and with a page as rules have.</summary>
internal static class BuildRules
{
    public static RuleDescriptor FrozenFileChanged { get; } =
        new("SB0030", "frozen-file-changed", Severity.Error, "A frozen migration has changed");

    public static RuleDescriptor BaselineNotRecorded { get; } =
        new("SB0031", "baseline-not-recorded", Severity.Warning, "The checksums of the frozen migrations are not recorded");

    public static RuleDescriptor MissingBaseline { get; } =
        new("SB0032", "missing-baseline", Severity.Warning, "A long history is linted from its beginning");

    public static RuleDescriptor InvalidProperty { get; } =
        new("SB0101", "invalid-property", Severity.Error, "A SchemaBuild property has a value that means nothing");

    public static RuleDescriptor UnsupportedLanguage { get; } =
        new("SB0102", "unsupported-language", Severity.Error, "The project is not C#");

    /// <summary>Reported by SchemaBuild.targets: an engine that old cannot load the task.</summary>
    public static RuleDescriptor UnsupportedBuildEngine { get; } =
        new("SB0103", "unsupported-build-engine", Severity.Error, "MSBuild is too old");

    public static RuleDescriptor UnreadableFile { get; } =
        new("SB0104", "unreadable-file", Severity.Error, "A file cannot be read or written");

    public static RuleDescriptor ParserUnavailable { get; } =
        new("SB0105", "parser-unavailable", Severity.Error, "The native parser does not load on this machine");

    public static RuleDescriptor NoMigrations { get; } =
        new("SB0106", "no-migrations", Severity.Warning, "The project has no migrations");

    public static RuleDescriptor DubiousConfiguration { get; } =
        new("SB0107", "dubious-configuration", Severity.Warning, "A configuration file says what means nothing");

    public static RuleDescriptor RemovedTableInUse { get; } =
        new("SB3080", "removed-table-in-use", Severity.Error, "The code names a table that the migrations remove");

    public static RuleDescriptor RemovedColumnInUse { get; } =
        new("SB3081", "removed-column-in-use", Severity.Error, "The code names a column that the migrations remove");

    public static RuleDescriptor RequiredColumnOmitted { get; } =
        new("SB3082", "required-column-omitted", Severity.Warning, "The code inserts rows without a column that must be given");

    public static IReadOnlyList<RuleDescriptor> All { get; } =
    [
        FrozenFileChanged, BaselineNotRecorded, MissingBaseline, InvalidProperty, UnsupportedLanguage, UnsupportedBuildEngine, UnreadableFile, ParserUnavailable, NoMigrations,
        DubiousConfiguration, RemovedTableInUse, RemovedColumnInUse, RequiredColumnOmitted,
    ];
}
