using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Whether an expression may give another value for each row.</summary>
internal sealed class Volatility : NodeVisitor
{
    private bool _isVolatile;

    public static bool IsVolatile(Node expression, Execution execution)
    {
        var visitor = new Volatility();
        visitor.Visit(expression);
        return visitor._isVolatile;
    }

    public override void Visit(Node node)
    {
        if (node is FuncCall call) _isVolatile |= VolatileFunctions.Contains(NodeNames.Text(call.Funcname[^1]));
        base.Visit(node);
    }

    private static readonly HashSet<string> VolatileFunctions = ["random", "gen_random_uuid", "uuidv7", "uuidv4", "clock_timestamp", "timeofday", "nextval", "uuid_generate_v4", "uuid_generate_v1"];
}
