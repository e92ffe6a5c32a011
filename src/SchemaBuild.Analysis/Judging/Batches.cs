using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Judging;

/// <summary>The same change of rows in batches that commit, walking along the table's key.</summary>
internal static class Batches
{
    private const int Size = 5000;

    public static Remedy RemedyOf(RowChange change, AnalyzedStatement statement)
    {
        var advice = $"Write it in batches of some thousand rows along the key, each committed by itself, in a file of its own marked -- schemabuild:backfill.";
        return SqlOf(change, statement) is { } sql ? new Remedy(advice, sql) : new Remedy(advice);
    }

    /// <summary>Null if there is no key of one column, or the text has parts that a batch cannot take over as they are.</summary>
    private static string? SqlOf(RowChange change, AnalyzedStatement statement)
    {
        // A second run starts at the first key again.
        if (!change.IsRepeatable || KeyOf(change.Relation) is not { } key) return null;
        var (target, hasMore) = statement.Tree switch
        {
            UpdateStmt { Relation: { } table } update => (table, update.WithClause is not null || update.ReturningClause is not null || update.FromClause.Count > 0),
            DeleteStmt { Relation: { } table } delete => (table, delete.WithClause is not null || delete.ReturningClause is not null || delete.UsingClause.Count > 0),
            _ => (null, true),
        };
        if (target is null || hasMore) return null;
        var name = $"{Identifier.Quote(target.Alias?.Aliasname ?? target.Relname)}.{Identifier.Quote(key.Name)}";
        var table_ = change.Relation.Name.ToSql();
        return $"""
            -- schemabuild:backfill
            DO $batches$
            DECLARE
              _first {key.Type.ToSql()};
              _last {key.Type.ToSql()};
            BEGIN
              LOOP
                SELECT min_key, max_key INTO _first, _last FROM (
                  SELECT (array_agg(k ORDER BY k))[1] AS min_key, (array_agg(k ORDER BY k DESC))[1] AS max_key
                  FROM (SELECT {Identifier.Quote(key.Name)} AS k FROM {table_} WHERE _last IS NULL OR {Identifier.Quote(key.Name)} > _last ORDER BY {Identifier.Quote(key.Name)} LIMIT {Size}) AS batch
                ) AS bounds;
                EXIT WHEN _last IS NULL;
                {Limited(statement.Statement.Sql, $"{name} BETWEEN _first AND _last")};
                COMMIT;
              END LOOP;
            END
            $batches$;
            """;
    }

    private static Column? KeyOf(Relation table) =>
        table.KnowsColumns && table.Constraints.FirstOrDefault(constraint => constraint.Kind == ConstraintKind.PrimaryKey) is { Columns: [var number] } ? table.FindColumn(number) : null;

    /// <summary>The statement with one more condition.</summary>
    private static string Limited(string sql, string condition)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(sql);
        var depth = 0;
        foreach (var token in PgQueryParser.Scan(utf8))
        {
            var text = System.Text.Encoding.UTF8.GetString(utf8.AsSpan(token.Start, token.End - token.Start));
            depth += text is "(" ? 1 : text is ")" ? -1 : 0;
            if (depth > 0 || !text.Equals("WHERE", StringComparison.OrdinalIgnoreCase)) continue;
            var before = System.Text.Encoding.UTF8.GetString(utf8.AsSpan(0, token.End));
            var old = System.Text.Encoding.UTF8.GetString(utf8.AsSpan(token.End)).Trim();
            return $"{before} {condition} AND ({old})";
        }

        return $"{sql} WHERE {condition}";
    }
}
