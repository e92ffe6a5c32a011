using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Refuses a column that one INSERT or UPDATE names twice. Elements and fields of one column (<c>a[1]</c>, <c>a.b</c>) may be assigned one by one.</summary>
internal sealed class Assignments : NodeVisitor
{
    private static readonly Assignments Visitor = new();

    /// <exception cref="RefusedException">42601 or 42701.</exception>
    public static void Demand(Node query) => Visitor.Visit(query);

    public override void Visit(Node node)
    {
        switch (node)
        {
            case InsertStmt insert:
                if (Doubled(insert.Cols) is { } column) throw new RefusedException("42701", $"column \"{column}\" specified more than once");
                Demand(insert.OnConflictClause?.TargetList ?? []);
                break;
            case UpdateStmt update:
                Demand(update.TargetList);
                break;
            case MergeWhenClause { CommandType: CmdType.CMD_UPDATE } action:
                Demand(action.TargetList);
                break;
        }

        base.Visit(node);
    }

    private static void Demand(IReadOnlyList<Node> targets)
    {
        if (Doubled(targets) is { } column) throw new RefusedException("42601", $"multiple assignments to same column \"{column}\"");
    }

    private static string? Doubled(IReadOnlyList<Node> targets)
    {
        if (targets.Count < 2) return null;
        var seen = new HashSet<string>();
        foreach (var target in targets.OfType<ResTarget>())
            if (target.Indirection.Count == 0 && !seen.Add(Identifier.Truncate(target.Name))) return target.Name;
        return null;
    }
}
