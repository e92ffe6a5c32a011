namespace SchemaBuild.Analysis;

/// <summary>What PostgreSQL will do when it executes one statement: one entry of <c>schema-lint effects</c>.</summary>
public sealed record StatementReport
{
    /// <summary>The file as it was given.</summary>
    public required string File { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>Index of its first UTF-16 code unit in the file's text, as <see cref="PlannedStep.Start"/> counts.</summary>
    public required int Start { get; init; }

    /// <summary>The statement without its semicolon.</summary>
    public required string Sql { get; init; }

    /// <summary>CREATE_TABLE, ALTER_TABLE …</summary>
    public required string Kind { get; init; }

    /// <summary><c>wrapped</c>, <c>explicit</c> or <c>none</c>.</summary>
    public required string Transaction { get; init; }

    /// <summary>The strongest lock per relation that existed before the transaction.</summary>
    public required IReadOnlyDictionary<string, string> Locks { get; init; }

    /// <summary>Relations whose rows are all written anew.</summary>
    public required IReadOnlyList<string> Rewrites { get; init; }

    /// <summary>Relations that are read whole to verify something.</summary>
    public required IReadOnlyList<string> Scans { get; init; }

    /// <summary>How many indexes are built, per relation.</summary>
    public required IReadOnlyDictionary<string, int> IndexBuilds { get; init; }

    /// <summary>How many foreign keys are checked against existing rows.</summary>
    public required int ForeignKeyChecks { get; init; }

    /// <summary>The SQLSTATE if the server would certainly refuse, or null.</summary>
    public required string? Error { get; init; }

    /// <summary>What is executed but cannot be known before, such as EXECUTE of a string that is put together at run time: one sentence each.</summary>
    public IReadOnlyList<string> NotAnalysed { get; init; } = [];

    /// <summary>Relations that no migration and no dumped schema shows: what the statement does with them is known only as far as their columns, indexes and so on do not matter.</summary>
    public IReadOnlyList<string> UnknownRelations { get; init; } = [];
}
