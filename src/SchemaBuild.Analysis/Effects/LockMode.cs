namespace SchemaBuild.Analysis.Effects;

/// <summary>Table locks from weak to strong, https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES.</summary>
internal enum LockMode
{
    None,
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

internal static class LockModes
{
    /// <summary>As <c>pg_locks.mode</c> names it.</summary>
    public static string PgName(this LockMode mode) => $"{mode}Lock";

    /// <summary>As the manual names it.</summary>
    public static string SqlName(this LockMode mode) => mode switch
    {
        LockMode.AccessShare => "ACCESS SHARE",
        LockMode.RowShare => "ROW SHARE",
        LockMode.RowExclusive => "ROW EXCLUSIVE",
        LockMode.ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        LockMode.Share => "SHARE",
        LockMode.ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        LockMode.Exclusive => "EXCLUSIVE",
        LockMode.AccessExclusive => "ACCESS EXCLUSIVE",
        _ => "no lock",
    };

    /// <summary>INSERT, UPDATE and DELETE take ROW EXCLUSIVE, which conflicts with SHARE and stronger.</summary>
    public static bool BlocksWrites(this LockMode mode) => mode >= LockMode.Share;

    /// <summary>SELECT takes ACCESS SHARE, which conflicts with ACCESS EXCLUSIVE alone.</summary>
    public static bool BlocksReads(this LockMode mode) => mode == LockMode.AccessExclusive;

    /// <summary>What other sessions cannot do meanwhile, as the subject of a sentence.</summary>
    public static string Blocked(this LockMode mode) =>
        mode.BlocksReads() ? "every read and write" : mode.BlocksWrites() ? "every INSERT, UPDATE and DELETE" : "other schema changes";
}
