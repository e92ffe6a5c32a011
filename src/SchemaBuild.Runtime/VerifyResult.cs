namespace SchemaBuild;

/// <summary>A way in which a database differs from the set.</summary>
/// <param name="Error">What it is.</param>
/// <param name="Version">The migration concerned.</param>
/// <param name="Message">What it means and what to do.</param>
public sealed record MigrationProblem(MigrationError Error, string Version, string Message);

/// <summary>Whether a database is what the set expects. A database that is ahead of the code is.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Problems">In which ways it differs; empty when it does not.</param>
public sealed record VerifyResult(MigrationStatus Status, IReadOnlyList<MigrationProblem> Problems)
{
    /// <summary>Whether there is no problem.</summary>
    public bool Succeeded => Problems.Count == 0;
}
