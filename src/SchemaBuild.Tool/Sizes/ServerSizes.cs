using Npgsql;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Sizes;

/// <summary>Reads from a server's catalogues and statistics how large and busy its tables are.</summary>
internal static class ServerSizes
{
    // A partitioned table is what its partitions are together. reltuples is -1 until the first ANALYZE; n_live_tup goes on counting after it, but starts anew after a crash.
    // Counters that were never reset count since at least the start of the server.
    private const string Query = """
        WITH since AS (
          SELECT GREATEST(extract(epoch FROM now() - COALESCE(stats_reset, pg_postmaster_start_time())), 1)::float8 AS seconds FROM pg_stat_database WHERE datname = current_database()
        ), published AS (
          SELECT DISTINCT schemaname, tablename FROM pg_publication_tables
        ), own AS (
          SELECT c.oid, n.nspname, c.relname, c.relkind, GREATEST(c.reltuples, s.n_live_tup, 0)::bigint AS rows,
                 CASE WHEN c.relkind <> 'p' THEN pg_total_relation_size(c.oid) END AS bytes,
                 s.n_tup_ins + s.n_tup_upd + s.n_tup_del AS writes, p.tablename IS NOT NULL AS published
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
          LEFT JOIN published p ON p.schemaname = n.nspname AND p.tablename = c.relname
          WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        )
        SELECT t.nspname, t.relname, COALESCE(sum(part.rows), 0)::bigint, COALESCE(sum(part.bytes), 0)::bigint,
               COALESCE(sum(part.writes), 0)::float8 / (SELECT seconds FROM since), bool_or(t.published OR COALESCE(part.published, false))
        FROM own t
        LEFT JOIN LATERAL (SELECT relid FROM pg_partition_tree(t.oid) WHERE isleaf AND t.relkind = 'p' UNION ALL SELECT t.oid WHERE t.relkind <> 'p') leaf ON true
        LEFT JOIN own part ON part.oid = leaf.relid
        GROUP BY t.oid, t.nspname, t.relname
        """;

    /// <summary>By <c>schema.table</c>. Waits for no lock for long.</summary>
    public static async Task<IReadOnlyDictionary<string, TableSize>> ReadAsync(NpgsqlConnectionStringBuilder connection, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, TableSize>(StringComparer.Ordinal);
        await using var database = NpgsqlDataSource.Create(connection);
        await using var open = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (var limit = new NpgsqlCommand("SET lock_timeout = '5s'", open)) await limit.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Query, open);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            tables[$"{rows.GetString(0)}.{rows.GetString(1)}"] = new TableSize(rows.GetInt64(2), rows.GetInt64(3), rows.GetDouble(4), rows.GetBoolean(5));
        return tables;
    }
}
