using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild;

/// <summary>What is wrong with a project rather than with its SQL. Named as rules are, and with a page as rules have.</summary>
internal static class BuildErrors
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

    // SB0103, unsupported-build-engine, is reported by SchemaBuild.targets: an engine that old cannot load this assembly.

    public static RuleDescriptor UnreadableFile { get; } =
        new("SB0104", "unreadable-file", Severity.Error, "A file cannot be read or written");

    public static RuleDescriptor ParserUnavailable { get; } =
        new("SB0105", "parser-unavailable", Severity.Error, "The native parser does not load on this machine");

    public static RuleDescriptor NoMigrations { get; } =
        new("SB0106", "no-migrations", Severity.Warning, "The project has no migrations");
}

/// <summary>Ends a task with one coded error instead of a stack trace.</summary>
internal sealed class BuildException(RuleDescriptor error, string message, string? file = null) : Exception(message)
{
    public RuleDescriptor Error { get; } = error;

    /// <summary>The file that it is about, as the project names it.</summary>
    public string? File { get; } = file;
}
