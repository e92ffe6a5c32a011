namespace SchemaBuild.Analysis;

/// <summary>One statement of a file as the runner executes it.</summary>
/// <param name="Order">From 1.</param>
/// <param name="Kind">The statement's kind: CREATE_TABLE, ALTER_TABLE, CREATE_INDEX, DATA_MIGRATION … At most 20 characters.</param>
/// <param name="Start">Index of its first UTF-16 code unit in the file's text (without byte order mark, with LF line ends).</param>
/// <param name="Length">In UTF-16 code units, without the semicolon.</param>
/// <param name="RunsAlone">True if it runs as a single command outside any transaction.</param>
/// <param name="Segment">Steps with the same number share one transaction. From 1, ascending.</param>
/// <param name="Target">
/// What the runner looks at after a crash, as SQL: the index that it creates or drops, the partition that it detaches concurrently, what it reindexes, or <c>'value' type</c> of
/// ADD VALUE. Null for other statements.
/// </param>
public sealed record PlannedStep(int Order, string Kind, int Start, int Length, bool RunsAlone, int Segment, string? Target)
{
    /// <summary>True if it takes a lock that others wait for, although statements of its kind mostly do not: a DO that alters a table, or one that nobody can read.</summary>
    public bool TakesStrongLock { get; init; }

    /// <summary>
    /// The file's own BEGIN before it, if that asks for more than a transaction (<c>BEGIN ISOLATION LEVEL SERIALIZABLE</c>): where it starts, and how long it is, as of the step
    /// itself. Null otherwise.
    /// </summary>
    public (int Start, int Length)? Begin { get; init; }

    /// <summary>True if running it again changes nothing: VALIDATE CONSTRAINT, what has an IF NOT EXISTS …</summary>
    public bool IsRepeatable { get; init; }
}
