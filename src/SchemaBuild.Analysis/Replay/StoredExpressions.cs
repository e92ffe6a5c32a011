using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What an expression that is kept with a table cannot hold: queries (transformSubLink of parse_expr.c), aggregates and window functions (parse_agg.c), functions that return rows.</summary>
internal sealed class StoredExpressions : NodeVisitor
{
    private readonly string _place;
    private readonly Execution _execution;

    private StoredExpressions(string place, Execution execution) => (_place, _execution) = (place, execution);

    /// <param name="expression">The expression, or null.</param>
    /// <param name="place">What it is, as the server says it.</param>
    /// <param name="execution">The statement that holds it.</param>
    /// <exception cref="RefusedException">0A000, 42803 or 42P20.</exception>
    public static void Refuse(Node? expression, string place, Execution execution)
    {
        if (expression is not (null or A_Const or ColumnRef or SQLValueFunction)) new StoredExpressions(place, execution).Visit(expression);
    }

    public override void Visit(Node node)
    {
        if (node is SubLink) throw new RefusedException("0A000", $"cannot use subquery in {_place}");
        base.Visit(node);
        if (node is not FuncCall call) return;
        if (call.Over is not null) throw new RefusedException("42P20", $"window functions are not allowed in {_place}");
        var name = NodeNames.Text(call.Funcname[^1]);
        if (!ExpressionTypes.IsBuiltIn(call, _execution) || BuiltIns.Of(_execution.Major).Functions.Find(name) is not { Count: > 0 } functions) return;
        if (functions.All(function => function.Kind == FunctionKind.Aggregate)) throw new RefusedException("42803", $"aggregate functions are not allowed in {_place}");
        if (functions.All(function => function.ReturnsSet)) throw new RefusedException("0A000", $"set-returning functions are not allowed in {_place}");
    }
}
