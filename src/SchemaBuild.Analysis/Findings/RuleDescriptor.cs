namespace SchemaBuild.Analysis;

/// <summary>What a rule is called and how serious it is.</summary>
/// <param name="Code">SB and four digits.</param>
/// <param name="Name">The name in kebab case: what is linted against.</param>
/// <param name="DefaultSeverity">Unless the mode or a configuration says otherwise.</param>
/// <param name="Title">One sentence without a full stop.</param>
public sealed record RuleDescriptor(string Code, string Name, Severity DefaultSeverity, string Title)
{
    internal const string Files = "Files";

    private static readonly string[] Categories = [Files, "Availability", "Data", "Compatibility", "Transactions", "Design", "Security", "Replication"];

    /// <summary>What its thousand of codes is about, as <c>dotnet_analyzer_diagnostic.category-CATEGORY.severity</c> names it.</summary>
    public string Category => CategoryOf(Code);

    /// <summary>True if <see cref="MigrationFixer"/> mends what it finds, where the file allows that.</summary>
    public bool HasFix { get; init; }

    /// <summary>
    /// True if what it finds hurts for as long as a table is large: <c>schema-stats.json</c> lowers it to a suggestion for small tables and raises a suggestion to a warning for large ones.
    /// </summary>
    public bool DependsOnSize { get; init; }

    /// <summary>Its page.</summary>
    public string HelpUrl => $"https://github.com/schemabuild/schemabuild/blob/main/docs/rules/{Code}.md";

    /// <summary>The severity in a mode.</summary>
    public Severity SeverityIn(AnalysisMode mode) => (mode, DefaultSeverity) switch
    {
        (AnalysisMode.Minimum, < Severity.Error) => Severity.None,
        (AnalysisMode.Strict, Severity.Suggestion or Severity.None) => Severity.Warning,
        _ => DefaultSeverity,
    };

    /// <summary>The same rule for a table of a known size.</summary>
    internal RuleDescriptor For(TableSize size) => (size, DefaultSeverity) switch
    {
        ({ IsSmall: true }, > Severity.Suggestion) => this with { DefaultSeverity = Severity.Suggestion },
        ({ IsLarge: true }, Severity.Suggestion) => this with { DefaultSeverity = Severity.Warning },
        _ => this,
    };

    internal static string CategoryOf(string code) => code.Length > 2 && code[2] - '0' is >= 0 and var thousand && thousand < Categories.Length ? Categories[thousand] : "Other";
}
