using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Whether doing an UPDATE a second time changes the rows again: <c>SET n = n + 1</c> does, <c>SET n = 0</c> does not.</summary>
internal sealed class SelfReferences : NodeVisitor
{
    /// <summary>f(f(x)) is f(x).</summary>
    private static readonly HashSet<string> Idempotent = ["lower", "upper", "trim", "btrim", "ltrim", "rtrim", "abs", "date_trunc", "initcap", "jsonb_strip_nulls"];

    private readonly HashSet<string> _columns;
    private bool _isChanging;
    private int _depth;

    private SelfReferences(IEnumerable<string> columns) => _columns = [.. columns];

    private bool Mentions { get; set; }

    private bool Changes { get; set; }

    public static bool IsRepeatable(UpdateStmt update, Execution execution)
    {
        var targets = update.TargetList.OfType<ResTarget>().ToList();
        var columns = targets.Select(target => target.Name).ToList();
        // A condition on what is assigned leaves out the rows that are done.
        if (update.WhereClause is { } condition && Read(condition, columns).Mentions) return true;
        return targets.Select(target => target.Val).OfType<Node>()
            .All(value => !Read(value, columns).Changes && !ExpressionVolatility.Of(value, execution).MayBeVolatile);
    }

    public static bool HasSubquery(Node condition)
    {
        var references = Read(condition, []);
        return references._depth > 0;
    }

    public override void Visit(Node node)
    {
        var outside = _isChanging;
        switch (node)
        {
            case SubLink:
                _depth++;
                break;
            case ColumnRef { Fields: [.., StringValue name] } when _columns.Contains(name.Sval):
                Mentions = true;
                Changes |= _isChanging;
                break;
            case A_Expr:
                _isChanging = true;
                break;
            case FuncCall call:
                _isChanging |= !Idempotent.Contains(NodeNames.Qualified(call.Funcname).Name);
                break;
        }

        base.Visit(node);
        _isChanging = outside;
    }

    private static SelfReferences Read(Node expression, IEnumerable<string> columns)
    {
        var references = new SelfReferences(columns);
        references.Visit(expression);
        return references;
    }
}
