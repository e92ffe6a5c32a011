namespace SchemaBuild;

/// <summary>One statement of a script, as the build cut it out.</summary>
/// <remarks>
/// Steps of one <see cref="Segment"/> run in one transaction, which commits together with their rows in <c>migration_steps</c>. A step
/// that refuses a transaction is alone in its segment and is sent alone, outside any.
/// </remarks>
public sealed class MigrationStep
{
    private readonly MigrationScript _script;

    internal MigrationStep(
        MigrationScript script, int order, string kind, int start, int length, int segment, bool refusesTransaction, string? target)
    {
        _script = script;
        Order = order;
        Kind = kind;
        Start = start;
        Length = length;
        Segment = segment;
        RefusesTransaction = refusesTransaction;
        Target = target;
    }

    /// <summary>1 for the first step of the script.</summary>
    public int Order { get; }

    /// <summary>The statement's kind, <c>CREATE_TABLE</c>, <c>ALTER_TABLE</c>, <c>CREATE_INDEX</c> …: at most 20 characters.</summary>
    public string Kind { get; }

    /// <summary>Where the statement starts in <see cref="MigrationScript.Text"/>, in UTF-16 code units, 0 for the first.</summary>
    public int Start { get; }

    /// <summary>How long it is, in UTF-16 code units, without the semicolon.</summary>
    public int Length { get; }

    /// <summary>1 for the first transaction of the script, ascending.</summary>
    public int Segment { get; }

    /// <summary>Whether PostgreSQL refuses the statement inside a transaction block (<c>CREATE INDEX CONCURRENTLY</c>, <c>VACUUM</c> …).</summary>
    public bool RefusesTransaction { get; }

    /// <summary>
    /// The index that the statement makes or drops, the partition that it detaches, or what it reindexes, quoted where SQL wants it
    /// (<c>app."Orders_idx"</c>); <c>'value' type</c> for a value that it adds to an enum; null where the build named none.
    /// An interrupted step is resolved by looking at it.
    /// </summary>
    public string? Target { get; }

    /// <summary>The statement as it is sent.</summary>
    public string Sql => _script.Text.Substring(Start, Length);

    /// <summary>The line of the file on which it starts; 1 for the first.</summary>
    public int Line => _script.LineAt(Start);

    /// <summary>Whether others may have to wait for it and it for others: all that changes the schema does.</summary>
    internal bool TakesStrongLock { get; init; }

    /// <summary>The file's own BEGIN before it, if that asks for more than a transaction (<c>BEGIN ISOLATION LEVEL SERIALIZABLE</c>).</summary>
    internal string? Begin { get; init; }

    /// <summary>Whether it may be run again when nobody knows how far it came.</summary>
    internal bool IsRepeatable { get; init; }
}
