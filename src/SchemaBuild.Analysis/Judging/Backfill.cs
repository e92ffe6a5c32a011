using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Judging;

/// <summary>
/// Fills a column in batches, each in a transaction of its own: a range of blocks at a time, which PostgreSQL 14 and later find without an index
/// (TID range scan), so that the work grows with the table and not with its square. It can be run again, and then does what is left.
/// </summary>
internal static class Backfill
{
    /// <summary>A migration that fills what is left, table by table.</summary>
    /// <param name="tables">Those with rows: a partitioned table's partitions.</param>
    /// <param name="set">What comes behind SET.</param>
    /// <param name="where">Which rows are left.</param>
    public static string Of(IEnumerable<Relation> tables, string set, string where) =>
        "-- schemabuild:no-transaction\n" + string.Join('\n', tables.Select(table => Of(table.Name.ToSql(), set, where)));

    private static string Of(string table, string set, string where) => $"""
        DO $backfill$
        DECLARE
            block bigint := 0;
        BEGIN
            WHILE block * current_setting('block_size')::bigint <= pg_relation_size('{table.Replace("'", "''", StringComparison.Ordinal)}') LOOP
                UPDATE {table} SET {set}
                WHERE {where} AND ctid >= format('(%s,0)', block)::tid AND ctid < format('(%s,0)', block + 1000)::tid;
                COMMIT;
                block := block + 1000;
            END LOOP;
        END
        $backfill$;
        """;
}
