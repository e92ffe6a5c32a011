using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Which columns of a relation an expression names.</summary>
internal sealed class ColumnReferences : NodeVisitor
{
    private readonly SortedSet<int> _numbers = [];
    private readonly Relation _relation;

    private ColumnReferences(Relation relation) => _relation = relation;

    public static ImmutableArray<int> Of(Node? expression, Relation relation)
    {
        if (expression is null) return [];
        var references = new ColumnReferences(relation);
        references.Visit(expression);
        return [.. references._numbers];
    }

    public override void Visit(Node node)
    {
        if (node is ColumnRef { Fields: [.., StringValue name] } && _relation.FindColumn(name.Sval) is { } column) _numbers.Add(column.Number);
        base.Visit(node);
    }
}
