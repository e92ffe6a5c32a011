namespace SchemaBuild.Analysis;

/// <summary>How much is reported when nothing else is configured.</summary>
public enum AnalysisMode
{
    /// <summary>Only rules that are errors by default.</summary>
    Minimum,

    /// <summary>Each rule at its own default.</summary>
    Default,

    /// <summary>Suggestions become warnings, and so do rules that are off by default.</summary>
    Strict,
}
