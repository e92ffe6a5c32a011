using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What a SELECT DISTINCT may order by: what it shows; and with ON first of all what it is distinct by (transformDistinctClause, transformDistinctOnClause). Columns are compared, not
/// expressions, so not all that the server refuses is found.
/// </summary>
internal static class DistinctOrder
{
    /// <exception cref="RefusedException">42P10.</exception>
    public static void Demand(SelectStmt select)
    {
        if (select.DistinctClause.Count == 0 || select.SortClause.Count == 0) return;
        var targets = select.TargetList.OfType<ResTarget>().ToList();
        var sorts = select.SortClause.OfType<SortBy>().Select(sort => ColumnOf(sort.Node, targets)).ToList();
        if (select.DistinctClause is [NullNode])
        {
            if (targets.Exists(target => target.Val is ColumnRef { Fields: [.., A_Star] })) return;
            if (sorts.OfType<ColumnRef>().Any(sort => !targets.Exists(target => target.Val is ColumnRef shown && AreSame(shown, sort))))
                throw new RefusedException("42P10", "for SELECT DISTINCT, ORDER BY expressions must appear in select list");
            return;
        }

        var open = select.DistinctClause.Select(key => ColumnOf(key, targets)).OfType<ColumnRef>().ToList();
        if (open.Count < select.DistinctClause.Count || sorts.Contains(null)) return;
        var keys = open.ToList();
        var isPassed = false;
        foreach (var sort in sorts.OfType<ColumnRef>())
        {
            var isKey = keys.Exists(key => AreSame(key, sort));
            if (isKey && isPassed) throw Unmatched();
            isPassed |= !isKey;
            open.RemoveAll(key => AreSame(key, sort));
        }

        if (isPassed && open.Count > 0) throw Unmatched();
    }

    private static RefusedException Unmatched() => new("42P10", "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");

    /// <summary>The column that a key means, be it by its place or name in the result; null if it is none.</summary>
    private static ColumnRef? ColumnOf(Node? key, List<ResTarget> targets) => key switch
    {
        A_Const { Val: IntegerValue place } => targets.ElementAtOrDefault(place.Ival - 1)?.Val as ColumnRef,
        ColumnRef { Fields: [StringValue name] } when targets.Find(target => target.Name == name.Sval) is { } named => named.Val as ColumnRef,
        ColumnRef { Fields: [.., StringValue] } column => column,
        _ => null,
    };

    private static bool AreSame(ColumnRef one, ColumnRef other) => one.Fields[^1] is StringValue first && other.Fields[^1] is StringValue second && first.Sval == second.Sval
        && (one.Fields.Count == 1 || other.Fields.Count == 1 || NodeNames.Text(one.Fields[^2]) == NodeNames.Text(other.Fields[^2]));
}
