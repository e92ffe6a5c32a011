namespace SchemaBuild.Analysis;

/// <summary>One thing that a rule has found.</summary>
public sealed record Finding
{
    /// <summary>The rule.</summary>
    public required RuleDescriptor Rule { get; init; }

    /// <summary>How serious it is here, after all configuration.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The file as it was given.</summary>
    public required string File { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>From 1, in UTF-16 code units.</summary>
    public required int Column { get; init; }

    /// <summary>The line of the end.</summary>
    public required int EndLine { get; init; }

    /// <summary>The column after the last character.</summary>
    public required int EndColumn { get; init; }

    /// <summary>What happens, to which relation, for how long, and in one sentence what to write instead.</summary>
    public required string Message { get; init; }

    /// <summary>The safe SQL, one migration after the other, or what to do; null if the message says it all.</summary>
    public string? Help { get; init; }

    /// <summary>True if <see cref="MigrationFixer"/> knows how to mend it; whether the file allows that is seen when it tries.</summary>
    public bool HasFix { get; init; }

    /// <summary>The relations that it is about, as <c>schema.name</c>.</summary>
    public IReadOnlyList<string> Relations { get; init; } = [];

    /// <summary>The lock that hurts, as <c>pg_locks.mode</c> names it, or null.</summary>
    public string? Lock { get; init; }

    /// <summary>True if an <c>allow</c> comment silences it; then it does not count.</summary>
    public bool IsSuppressed { get; init; }
}
