using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Judging;

/// <summary>What an index can do in the place of another, or for a list of columns.</summary>
internal static class IndexCoverage
{
    /// <summary>
    /// True if <paramref name="index"/> answers whatever <paramref name="other"/> does: the same keys in the same order at its beginning. Of expressions and predicates nobody here
    /// decides whether they are the same, so indexes with them cover nothing and are covered by nothing.
    /// </summary>
    public static bool Covers(this Index index, Index other)
    {
        if (index.Table != other.Table || index.AccessMethod != other.AccessMethod || index.AccessMethod is not ("btree" or "hash" or "gin" or "gist" or "brin" or "spgist")) return false;
        if (index.IsPartial || other.IsPartial || index.HasExpressions || other.HasExpressions || !index.IsValid) return false;
        if (other.KeyColumns.Length > index.KeyColumns.Length || (index.AccessMethod != "btree" && other.KeyColumns.Length != index.KeyColumns.Length)) return false;
        if (other.IsUnique && !(index.IsUnique && index.KeyColumns.Length == other.KeyColumns.Length && index.Definition?.NullsNotDistinct == other.Definition?.NullsNotDistinct)) return false;
        if (!other.UsedColumns.All(column => index.UsedColumns.Contains(column) || index.KeyColumns.Contains(column))) return false;
        if (HasOptions(index) || HasOptions(other)) return false;
        for (var i = 0; i < other.KeyColumns.Length; i++)
            if (index.KeyColumns[i] != other.KeyColumns[i] || KeyText(index, i) != KeyText(other, i)) return false;
        return true;
    }

    /// <summary>True if the index finds rows by the values of these columns, in whatever order it has them.</summary>
    public static bool Finds(this Index index, ImmutableArray<int> columns, Relation table) =>
        index.IsValid && index.AccessMethod is not ("brin" or "gin") && IsWhole(index, columns, table)
        && index.KeyColumns.Length >= columns.Length && index.KeyColumns.Take(columns.Length).ToHashSet().SetEquals(columns);

    /// <summary>WHERE a IS NOT NULL leaves nothing out that a comparison with a could want.</summary>
    private static bool IsWhole(Index index, ImmutableArray<int> columns, Relation table) => !index.IsPartial
        || (index.Definition?.WhereClause is NullTest { Nulltesttype: NullTestType.IS_NOT_NULL, Arg: ColumnRef { Fields: [.., StringValue name] } }
            && table.FindColumn(name.Sval) is { } tested && columns.Contains(tested.Number));

    private static bool HasOptions(Index index) => Key(index).Any(key => key.Opclassopts.Count > 0);

    private static IEnumerable<IndexElem> Key(Index index) => index.Definition?.IndexParams.OfType<IndexElem>() ?? [];

    /// <summary>Operator class, collation and order of a key; the index of a constraint has the defaults.</summary>
    private static string KeyText(Index index, int at) => Key(index).ElementAtOrDefault(at) is { } key
        ? $"{Name(key.Opclass)} {Name(key.Collation)} {(key.Ordering == SortByDir.SORTBY_ASC ? SortByDir.SORTBY_DEFAULT : key.Ordering)} {key.NullsOrdering}"
        : $"  {SortByDir.SORTBY_DEFAULT} {SortByNulls.SORTBY_NULLS_DEFAULT}";

    private static string Name(IReadOnlyList<Node> name) => name is [.., StringValue last] ? last.Sval : "";
}
