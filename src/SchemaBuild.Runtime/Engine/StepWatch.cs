using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>
/// Finds out for whom a step waits and how far it is. The session of the run is busy, so a second connection asks, without ever having a transaction
/// open that CREATE INDEX CONCURRENTLY would wait for.
/// </summary>
internal sealed class StepWatch(NpgsqlDataSource dataSource, int backend) : IAsyncDisposable
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);

    private const string Blocking = """
        SELECT b.pid, coalesce(nullif(a.application_name, ''), 'an application without a name'), coalesce(a.state, ''),
               coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.query_start)), 0)::integer,
               coalesce(pg_catalog.left(pg_catalog.regexp_replace(a.query, '\s+', ' ', 'g'), 120), '')
          FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) AS pid) b
          LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
         ORDER BY b.pid
        """;

    private const string Working = """
        SELECT phase, CASE WHEN phase LIKE 'waiting%' THEN lockers_done WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END,
               CASE WHEN phase LIKE 'waiting%' THEN lockers_total WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END
          FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1
        UNION ALL SELECT phase, heap_blks_scanned, heap_blks_total FROM pg_catalog.pg_stat_progress_cluster WHERE pid = $1
        UNION ALL SELECT phase, heap_blks_scanned, heap_blks_total FROM pg_catalog.pg_stat_progress_vacuum WHERE pid = $1
        UNION ALL SELECT phase, sample_blks_scanned, sample_blks_total FROM pg_catalog.pg_stat_progress_analyze WHERE pid = $1
        UNION ALL SELECT 'copying', bytes_processed, bytes_total FROM pg_catalog.pg_stat_progress_copy WHERE pid = $1
        """;

    private NpgsqlConnection? _connection;

    /// <summary>Watches a step until it ends, and tells when it waits: whenever somebody else is in the way, and every half minute.</summary>
    /// <param name="step">The step; its failure is left to the caller.</param>
    /// <param name="patience">How long the step waits for a lock before it gives up.</param>
    /// <param name="report">Is told who is in the way, and how long the step has been running.</param>
    /// <param name="progress">Is told at each look how far the server is, and how long the step has been running.</param>
    /// <returns>Who was in the way at the end; null when nobody was seen.</returns>
    public async Task<string?> WatchAsync(Task step, TimeSpan patience, Action<string, TimeSpan> report, Action<StepWork, TimeSpan> progress)
    {
        var started = Stopwatch.GetTimestamp();
        var pause = patience > TimeSpan.Zero && patience / 2 < FirstLook ? patience / 2 : FirstLook;
        var (pids, reported, last) = ("", TimeSpan.Zero, (string?)null);
        while (await Task.WhenAny(step, Task.Delay(pause)).ConfigureAwait(false) != step)
        {
            pause = LookEvery;
            var (found, work) = await LookAsync().ConfigureAwait(false);
            if (step.IsCompleted) break;
            var elapsed = Stopwatch.GetElapsedTime(started);
            progress(work, elapsed);
            if (found is null)
            {
                (pids, last) = ("", null);
                continue;
            }

            if (found.Pids != pids || elapsed - reported >= ReportEvery)
            {
                report(found.Description, elapsed);
                (pids, reported) = (found.Pids, elapsed);
            }

            last = found.Description;
        }

        return last;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
    }

    // That nobody can be asked (no free connection, no right) must not end the step.
    private async Task<(Blockers? Blockers, StepWork Work)> LookAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            _connection ??= await dataSource.OpenConnectionAsync(patience.Token).ConfigureAwait(false);
            await using var command = new NpgsqlBatch(_connection)
            {
                BatchCommands = { new(Blocking) { Parameters = { new() { Value = backend } } }, new(Working) { Parameters = { new() { Value = backend } } } },
            };
            await using var reader = await command.ExecuteReaderAsync(patience.Token).ConfigureAwait(false);
            var (pids, descriptions) = (new List<int>(), new List<string>());
            while (await reader.ReadAsync(patience.Token).ConfigureAwait(false))
            {
                pids.Add(reader.GetInt32(0));
                descriptions.Add(reader.GetInt32(0) == 0 ? "a prepared transaction (see pg_prepared_xacts)" : string.Create(CultureInfo.InvariantCulture,
                    $"pid {reader.GetInt32(0)} ({reader.GetString(1)}, {reader.GetString(2)}, \"{reader.GetString(4)}\", {reader.GetInt32(3)} s)"));
            }

            await reader.NextResultAsync(patience.Token).ConfigureAwait(false);
            var work = await reader.ReadAsync(patience.Token).ConfigureAwait(false)
                ? new StepWork(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2))
                : StepWork.Unknown;
            return (pids.Count == 0 ? null : new(string.Join(',', pids), string.Join(", ", descriptions)), work);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            if (_connection is { State: not System.Data.ConnectionState.Open } broken)
            {
                await broken.DisposeAsync().ConfigureAwait(false);
                _connection = null;
            }

            return (null, StepWork.Unknown);
        }
    }

    private sealed record Blockers(string Pids, string Description);
}
