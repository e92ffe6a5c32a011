using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The references to columns that an expression holds, whatever they mean.</summary>
internal sealed class ColumnRefs : NodeVisitor
{
    private readonly List<ColumnRef> _found = [];

    private ColumnRefs()
    {
    }

    public static IReadOnlyList<ColumnRef> In(Node expression)
    {
        var references = new ColumnRefs();
        references.Visit(expression);
        return references._found;
    }

    public override void Visit(Node node)
    {
        if (node is ColumnRef reference) _found.Add(reference);
        base.Visit(node);
    }
}
