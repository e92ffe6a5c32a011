namespace SchemaBuild;

/// <summary>What a run would do, and what stands in its way now.</summary>
/// <param name="Status">Where the database stands.</param>
/// <param name="Pending">The migrations that would be applied, in order; each with its steps and transactions.</param>
/// <param name="Findings">What would stop or delay the run, or is not as it should be; those that stop it first.</param>
public sealed record MigrationPreview(MigrationStatus Status, IReadOnlyList<Migration> Pending, IReadOnlyList<PreflightFinding> Findings)
{
    /// <summary>Whether a run would be refused as things are.</summary>
    public bool IsRefused => Findings.Any(finding => finding.Refuses);
}

/// <summary>Something that a look at the database before a run has found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Refuses">Whether a run would be refused; otherwise it is something to know.</param>
/// <param name="Message">What was found, what it means, what to do.</param>
public sealed record PreflightFinding(PreflightCheck Check, bool Refuses, string Message);

/// <summary>What a look at the database before a run looks at.</summary>
public enum PreflightCheck
{
    /// <summary>Whether what is applied is what the set says.</summary>
    History,

    /// <summary>Whether the server takes writes.</summary>
    Writable,

    /// <summary>Whether the role may write the history and make objects where its <c>search_path</c> leads.</summary>
    Privileges,

    /// <summary>Whether the server is at least what the migrations were checked for: <see cref="MigrationSet.PostgresVersion"/>.</summary>
    ServerVersion,

    /// <summary>Transactions, prepared ones too, that are open for longer than a step would wait for them.</summary>
    LongTransaction,

    /// <summary>Indexes that no query uses and every write pays for.</summary>
    InvalidIndex,

    /// <summary>Standbys that are behind, and replication slots that keep the WAL of clients that are gone.</summary>
    ReplicaLag,

    /// <summary>Room on the disk for writing the largest table anew, where the extension <c>system_stats</c> tells it.</summary>
    DiskSpace,
}
