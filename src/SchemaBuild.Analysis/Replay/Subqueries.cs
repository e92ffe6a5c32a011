using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Subqueries in expressions that are kept with a table, where transformSubLink of parse_expr.c takes none.</summary>
internal sealed class Subqueries : NodeVisitor
{
    private bool _found;

    /// <param name="expression">The expression, or null.</param>
    /// <param name="place">What it is, as the server says it.</param>
    /// <exception cref="RefusedException">0A000.</exception>
    public static void Refuse(Node? expression, string place)
    {
        if (expression is null or A_Const or ColumnRef or SQLValueFunction) return;
        var search = new Subqueries();
        search.Visit(expression);
        if (search._found) throw new RefusedException("0A000", $"cannot use subquery in {place}");
    }

    public override void Visit(Node node)
    {
        _found |= node is SubLink;
        if (!_found) base.Visit(node);
    }
}
