using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>
/// CREATE INDEX of a partitioned table without a lock that stops writes: the index ON ONLY the table, which has no rows of its own, then that of each partition
/// CONCURRENTLY, and ALTER INDEX … ATTACH PARTITION, from the leaves up. https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE.
/// </summary>
/// <param name="statement">The CREATE INDEX.</param>
/// <param name="table">The partitioned table.</param>
/// <param name="index">Its index.</param>
/// <param name="parts">The indexes of its partitions.</param>
internal sealed class PartitionedIndex(SqlStatement statement, Relation table, QualifiedName index, IReadOnlyList<PartIndex> parts)
{
    private readonly List<ExtraStatement> _above = [];
    private readonly List<ExtraStatement> _leaves = [];
    private readonly List<ExtraStatement> _attachments = [];
    private string _tail = "";

    /// <summary>Null where the statement is not written in a form that can be repeated for the partitions.</summary>
    public Rewrite? ToRewrite()
    {
        if (statement.Tree is not IndexStmt { Concurrent: false, Relation: { Inh: true } name } tree || parts.Count == 0) return null;
        var tokens = StatementTokens.Of(statement);
        var on = tokens.Find(0, "ON");
        if (on < 0) return null;
        var last = on + 1;
        while (tokens.IsPunctuation(last + 1, '.')) last += 2;
        // What follows must mean the same of a partition: neither the table's name before a column nor the star of inheritance.
        if (last + 1 >= tokens.Count || tokens.Text(last + 1) == "*" || Enumerable.Range(last + 1, tokens.Count - last - 1).Any(i => tokens.IsPunctuation(i + 1, '.') && IsTable(tokens.Text(i), name))) return null;

        _tail = tokens.Text(last + 1, tokens.Count - 1);
        Write(tree, name, index, parts);
        var edits = new List<TextEdit> { Rewrites.Insert(tokens.End(on), " ONLY") };
        if (tree.Idxname.Length == 0) edits.Insert(0, Rewrites.Insert(tokens.Start(on), $"{Identifier.Quote(index.Name)} "));
        return new Rewrite
        {
            What = "CREATE INDEX ON ONLY the partitioned table, CREATE INDEX CONCURRENTLY on each partition, ALTER INDEX … ATTACH PARTITION",
            Edits = edits,
            After = [.. _above, .. _leaves, .. _attachments],
        };
    }

    private void Write(IndexStmt tree, RangeVar name, QualifiedName above, IReadOnlyList<PartIndex> below)
    {
        var create = tree.Unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
        var guard = tree.IfNotExists ? "IF NOT EXISTS " : "";
        foreach (var part in below)
        {
            // One that is there already is taken over as it is, with all below it.
            if (part is { IsNew: true, IsLeaf: true })
                _leaves.Add(new ExtraStatement($"{create} CONCURRENTLY {guard}{Identifier.Quote(part.Index.Name)} ON {NameOf(part.Table, name)} {_tail}", ExtraKind.Alone));
            else if (part.IsNew)
                _above.Add(new ExtraStatement($"{create} {guard}{Identifier.Quote(part.Index.Name)} ON ONLY {NameOf(part.Table, name)} {_tail}"));

            Write(tree, name, part.Index, part.IsNew ? part.Parts : []);
            _attachments.Add(new ExtraStatement($"ALTER INDEX {NameOf(above, name)} ATTACH PARTITION {NameOf(part.Index, name)}"));
        }
    }

    private static bool IsTable(string token, RangeVar name) => token.Trim('"').Equals(name.Relname, StringComparison.OrdinalIgnoreCase);

    /// <summary>With its schema where the statement gives one for the table, or where it is another one.</summary>
    private string NameOf(QualifiedName other, RangeVar name) =>
        name.Schemaname.Length == 0 && other.Schema == table.Name.Schema ? Identifier.Quote(other.Name) : other.ToSql();
}

/// <summary>A partition's part of a partitioned table's index.</summary>
/// <param name="Table">The partition.</param>
/// <param name="Index">Its index.</param>
/// <param name="IsNew">False if the partition has it already.</param>
/// <param name="IsLeaf">False if the partition is partitioned itself.</param>
/// <param name="Parts">Those of its own partitions.</param>
internal sealed record PartIndex(QualifiedName Table, QualifiedName Index, bool IsNew, bool IsLeaf, IReadOnlyList<PartIndex> Parts);
