namespace SchemaBuild.Analysis;

/// <summary>How serious a finding is, as <c>.editorconfig</c> names it.</summary>
public enum Severity
{
    /// <summary>The rule is off.</summary>
    None,

    /// <summary>Judged, but shown nowhere except in machine formats.</summary>
    Silent,

    /// <summary>Shown by the tool, hidden in builds.</summary>
    Suggestion,

    /// <summary>Shown everywhere.</summary>
    Warning,

    /// <summary>Fails the build.</summary>
    Error,
}
