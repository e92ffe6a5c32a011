using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>
/// One run at a time per database and history: a session advisory lock, tried again and again and never waited for, because a waiting
/// statement holds a snapshot that CREATE INDEX CONCURRENTLY of the holder would wait for in turn.
/// </summary>
internal static class RunLock
{
    /// <summary>The first key of <c>pg_try_advisory_lock(int, int)</c>: "SBLD".</summary>
    public const int Namespace = 0x53_42_4C_44;

    // What is no number makes the server fail, and it repeats it in every language.
    private const string Lost = "SchemaBuild has lost its lock";

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);

    /// <summary>The second key: the first four bytes of the SHA-256 of database, line feed, schema.</summary>
    public static int Key(string database, string schema) =>
        BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{database}\n{schema}")));

    /// <summary>Whether <see cref="Session.LockCheck"/> failed.</summary>
    public static bool IsLost(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.InvalidTextRepresentation && exception.MessageText.Contains(Lost, StringComparison.Ordinal);

    /// <summary>Takes the lock; it goes with the session.</summary>
    /// <returns>How long that took; null when another process has it and <see cref="LockedBehavior.Skip"/> says to leave it at that.</returns>
    public static async Task<TimeSpan?> TakeAsync(Session session, MigratorOptions options, ILogger log, CancellationToken cancellationToken)
    {
        var key = Key(session.Database, options.HistorySchema);

        // Held twice, so that giving one back and taking it again tells whether it is held, and lets nobody in; if a migration gave one back itself, somebody may come
        // between, and taking it fails as it should. Looking it up in pg_locks costs fifteen times as much.
        var (take, giveBack) = ($"pg_catalog.pg_try_advisory_lock({Namespace}, {key})", $"pg_catalog.pg_advisory_unlock({Namespace}, {key})");
        session.LockCheck = new Command($"SELECT (CASE WHEN CASE WHEN {giveBack} THEN {take} ELSE false END THEN '1' ELSE '{Lost}' END)::pg_catalog.int4");
        session.LockAttempt = new Command($"SELECT CASE WHEN {take} THEN {take} ELSE false END");
        var started = Stopwatch.GetTimestamp();
        var isPatient = options.WhenLocked == LockedBehavior.Wait || options.LockTimeout != Timeout.InfiniteTimeSpan;
        var (reported, holder) = (TimeSpan.MinValue, "");

        while (await session.ScalarAsync(session.LockAttempt, cancellationToken).ConfigureAwait(false) is not true)
        {
            var waited = Stopwatch.GetElapsedTime(started);
            if (reported == TimeSpan.MinValue || waited - ReportEvery >= reported)
            {
                holder = await HolderAsync(session, key, cancellationToken).ConfigureAwait(false);
                if (isPatient)
                    log.WaitingForLock(holder, waited);
                reported = waited;
            }

            if (!isPatient || (options.LockTimeout != Timeout.InfiniteTimeSpan && waited >= options.LockTimeout))
            {
                if (options.WhenLocked != LockedBehavior.Skip)
                    throw Failure.Locked(session.Database, holder, waited);
                log.SkippedForLock(holder);
                return null;
            }

            await Task.Delay(Random.Shared.Next(50, 250), cancellationToken).ConfigureAwait(false);
        }

        if (reported == TimeSpan.MinValue)
            return TimeSpan.Zero;
        var wait = Stopwatch.GetElapsedTime(started);
        Telemetry.LockAwaited(wait);
        log.LockAcquired(wait);
        return wait;
    }

    // The name of an application is shown to every role, and ours says which migration runs since when on which machine.
    private static async Task<string> HolderAsync(Session session, int key, CancellationToken cancellationToken)
    {
        await using var reader = await session.ReadAsync(new Command($"""
            SELECT l.pid, coalesce(nullif(a.application_name, ''), 'an application without a name'),
                   coalesce(pg_catalog.host(a.client_addr), 'local'),
                   coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.query_start)), 0)::integer
              FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
               AND l.classid = {(uint)Namespace} AND l.objid = {(uint)key}
               AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
            """), cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? string.Create(CultureInfo.InvariantCulture,
                $"{reader.GetString(1)} (pid {reader.GetInt32(0)}, {reader.GetString(2)}), at its present statement for {reader.GetInt32(3)} s")
            : "a process that has just ended";
    }
}
