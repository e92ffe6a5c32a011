using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Which columns of a relation an expression names.</summary>
internal sealed class ColumnReferences : NodeVisitor
{
    private readonly SortedSet<int> _numbers = [];
    private readonly Relation _relation;
    private string? _missing;

    private ColumnReferences(Relation relation) => _relation = relation;

    public static ImmutableArray<int> Of(Node? expression, Relation relation)
    {
        if (expression is null) return [];
        var references = new ColumnReferences(relation);
        references.Visit(expression);
        return [.. references._numbers];
    }

    /// <summary>Refuses an expression that names a column which the relation certainly has not.</summary>
    /// <exception cref="RefusedException">42703.</exception>
    public static void Demand(Node? expression, Relation relation)
    {
        if (expression is null || !relation.KnowsColumns) return;
        var references = new ColumnReferences(relation);
        references.Visit(expression);
        if (references._missing is { } missing) throw new RefusedException("42703", $"column \"{missing}\" does not exist");
    }

    public override void Visit(Node node)
    {
        if (node is ColumnRef { Fields: [.., StringValue name] } reference)
        {
            if (_relation.FindColumn(name.Sval) is { } column) _numbers.Add(column.Number);
            else if (reference.Fields.Count == 1 && name.Sval != _relation.Name.Name && !AlterTableRun.SystemColumns.Contains(name.Sval)) _missing ??= name.Sval;
        }

        base.Visit(node);
    }
}
