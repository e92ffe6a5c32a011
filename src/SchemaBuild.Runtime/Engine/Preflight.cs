using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>
/// Looks, in a few queries that lock nothing, for what would stop or delay a run. What the role may not see, or the server does not tell, is no finding.
/// </summary>
internal sealed class Preflight(Session session, PreviewOptions options)
{
    private readonly List<PreflightFinding> _findings = [];

    public async Task<List<PreflightFinding>> LookAsync(int? target, bool isPending, CancellationToken cancellationToken)
    {
        var isWritable = await WritableAsync(cancellationToken).ConfigureAwait(false);
        if (target > session.ServerMajor)
            Add(PreflightCheck.ServerVersion, false, $"The server is PostgreSQL {session.ServerMajor}, and the migrations were checked for {target} and later: what is safe there may lock or "
                + $"rewrite here, or be refused. Set SchemaBuildPostgresVersion to {session.ServerMajor} and build again.");
        if (isWritable)
            await PrivilegesAsync(cancellationToken).ConfigureAwait(false);
        if (isPending)
            await TransactionsAsync(cancellationToken).ConfigureAwait(false);
        await IndexesAsync(cancellationToken).ConfigureAwait(false);
        if (isWritable)
            await ReplicasAsync(cancellationToken).ConfigureAwait(false);
        await DiskAsync(cancellationToken).ConfigureAwait(false);
        return _findings;
    }

    private async Task<bool> WritableAsync(CancellationToken cancellationToken)
    {
        var reason = (string?)await session.ScalarAsync(new("""
            SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'is a standby'
                        WHEN pg_catalog.current_setting('transaction_read_only')::boolean THEN 'opens only transactions that read (default_transaction_read_only)' END
            """), cancellationToken).ConfigureAwait(false);
        if (reason is not null)
            Add(PreflightCheck.Writable, true, $"The server {reason}, so nothing can be applied. Connect to the primary, or as a role that may write.");
        return reason is null;
    }

    private async Task PrivilegesAsync(CancellationToken cancellationToken)
    {
        await EachAsync(PreflightCheck.Privileges, true, """
            SELECT format('The role %I cannot make the history in schema %I. GRANT USAGE, CREATE ON SCHEMA %2$I TO %1$I, or set HistorySchema to a schema that it owns.', current_user, $1::text)
              FROM pg_catalog.pg_namespace n
             WHERE n.nspname = $1 AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'))
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'schema_migrations')
            UNION ALL
            SELECT format('The role %I cannot make the schema %I of the history. GRANT CREATE ON DATABASE %I TO %1$I, or make the schema for it.', current_user, $1::text, current_database())
             WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1) AND NOT pg_catalog.has_database_privilege(current_database(), 'CREATE')
            UNION ALL
            SELECT format('The role %I cannot write %s. GRANT SELECT, INSERT, UPDATE, DELETE ON %2$s TO %1$I.', current_user, c.oid::regclass)
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = $1 AND c.relname IN ('schema_migrations', 'migration_steps')
               AND NOT (pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
                    AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AND pg_catalog.has_table_privilege(c.oid, 'DELETE'))
            """, cancellationToken, options.HistorySchema).ConfigureAwait(false);
        await EachAsync(PreflightCheck.Privileges, false, """
            SELECT coalesce(format('The role %I cannot make objects in schema %I, where its search_path leads: a CREATE without schema will be refused. GRANT CREATE ON SCHEMA %2$I TO %1$I.', current_user, current_schema()),
                            format('The search_path of the role %I leads to no schema that exists: a CREATE without schema will be refused.', current_user))
             WHERE current_schema() IS NULL OR NOT pg_catalog.has_schema_privilege(current_schema(), 'CREATE')
            """, cancellationToken).ConfigureAwait(false);
    }

    private async Task TransactionsAsync(CancellationToken cancellationToken)
    {
        // Without a limit every one of them may hold up a step for as long as it likes.
        var patience = options.StepLockTimeout > TimeSpan.Zero ? options.StepLockTimeout : TimeSpan.FromSeconds(1);
        await EachAsync(PreflightCheck.LongTransaction, false, """
            SELECT format('A transaction of pid %s (%s, %s, "%s") is open for %s s: a step that needs a lock on what it uses gives up and is tried again, and CREATE INDEX CONCURRENTLY waits for its end.',
                          pid, coalesce(nullif(application_name, ''), 'an application without a name'), coalesce(state, 'unknown'),
                          pg_catalog.left(pg_catalog.regexp_replace(query, '\s+', ' ', 'g'), 120), extract(epoch FROM pg_catalog.clock_timestamp() - xact_start)::bigint)
              FROM pg_catalog.pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'
               AND xact_start < pg_catalog.clock_timestamp() - $1 * interval '1 second'
            UNION ALL
            SELECT format('The prepared transaction %L is open since %s: its locks stay until somebody says COMMIT PREPARED or ROLLBACK PREPARED.', gid, prepared)
              FROM pg_catalog.pg_prepared_xacts WHERE database = current_database() AND prepared < pg_catalog.clock_timestamp() - $1 * interval '1 second'
            """, cancellationToken, patience.TotalSeconds).ConfigureAwait(false);
    }

    private Task IndexesAsync(CancellationToken cancellationToken) => EachAsync(PreflightCheck.InvalidIndex, false, """
        SELECT format('The index %s on %s is invalid: no query uses it, every write pays for it. Unless it is being built right now, drop it (DROP INDEX CONCURRENTLY %1$s) or build it again '
                      '(REINDEX INDEX CONCURRENTLY %1$s).', i.indexrelid::regclass, i.indrelid::regclass)
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
         WHERE NOT i.indisvalid AND c.relkind = 'i' ORDER BY i.indexrelid
        """, cancellationToken);

    private Task ReplicasAsync(CancellationToken cancellationToken) => EachAsync(PreflightCheck.ReplicaLag, false, """
        SELECT format('The standby %s (%s) is %s behind: a rewrite or an index build adds to that, and reads there see the old schema for as long.', coalesce(nullif(application_name, ''), 'without a name'),
                      coalesce(pg_catalog.host(client_addr), 'local'), pg_catalog.pg_size_pretty(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), coalesce(replay_lsn, flush_lsn))))
          FROM pg_catalog.pg_stat_replication
         WHERE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), coalesce(replay_lsn, flush_lsn)) >= $1
        UNION ALL
        SELECT format('The replication slot %I has no client and keeps %s of WAL: what the migrations write is kept too, until the disk is full. Start its client, or pg_drop_replication_slot(%1$L).',
                      slot_name, pg_catalog.pg_size_pretty(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn)))
          FROM pg_catalog.pg_replication_slots
         WHERE NOT active AND pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn) >= $1
        """, cancellationToken, (decimal)options.ReplicaLag);

    // PostgreSQL itself does not know how much room is left; the extension system_stats asks the operating system.
    private async Task DiskAsync(CancellationToken cancellationToken)
    {
        var function = (string?)await session.ScalarAsync(new("""
            SELECT p.oid::regproc::text FROM pg_catalog.pg_proc p
             WHERE p.proname = 'pg_sys_disk_info' AND p.pronargs = 0 AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
               AND p.proargnames @> '{mount_point,free_space}' AND pg_catalog.has_schema_privilege(p.pronamespace, 'USAGE')
             LIMIT 1
            """), cancellationToken).ConfigureAwait(false);
        if (function is null)
            return;
        await EachAsync(PreflightCheck.DiskSpace, false, $"""
            SELECT format('%s are free on %s, and the largest table, %s, has %s: writing it anew needs as much again, besides the WAL.', pg_catalog.pg_size_pretty(d.free_space::bigint), d.mount_point, t.name, pg_catalog.pg_size_pretty(t.size))
              FROM (SELECT mount_point, free_space FROM {function}() WHERE pg_catalog.starts_with(pg_catalog.current_setting('data_directory') || '/', mount_point)
                     ORDER BY pg_catalog.length(mount_point) DESC LIMIT 1) d,
                   (SELECT oid::regclass AS name, pg_catalog.pg_total_relation_size(oid) AS size FROM pg_catalog.pg_class WHERE relkind IN ('r', 'm') ORDER BY relpages DESC LIMIT 1) t
             WHERE d.free_space < t.size
            """, cancellationToken).ConfigureAwait(false);
    }

    private async Task EachAsync(PreflightCheck check, bool refuses, string sql, CancellationToken cancellationToken, params object?[] parameters)
    {
        try
        {
            await using var reader = await session.ReadAsync(new Command(sql, parameters), cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                Add(check, refuses, reader.GetString(0));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Not for this role to know.
        }
    }

    private void Add(PreflightCheck check, bool refuses, string message) => _findings.Add(new(check, refuses, message));
}
