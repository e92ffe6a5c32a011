using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Which relations a query reads, and which of their columns it names. Names of common table expressions hide relations; a column that several
/// relations have counts for each, and <c>*</c> for all columns.
/// </summary>
internal sealed class QueryReferences : NodeVisitor
{
    private readonly Execution _execution;
    private readonly List<Relation> _relations = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _hidden = [];
    private bool _all;

    private QueryReferences(Execution execution) => _execution = execution;

    /// <summary>The relations, each once; those that no migration shows are assumed.</summary>
    public static IReadOnlyList<Relation> RelationsOf(Node query, Execution execution) => Collect(query, execution)._relations;

    public static ImmutableArray<Dependency> Of(Node query, Execution execution)
    {
        var references = Collect(query, execution);
        return
        [
            .. references._relations.SelectMany(relation => relation.Columns
                .Where(column => references._all || references._names.Contains(column.Name))
                .Select(column => new Dependency(relation.Id, column.Number))
                .Prepend(new Dependency(relation.Id))),
        ];
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case RangeVar { Schemaname.Length: 0 } name when _hidden.Contains(name.Relname):
                break;
            case RangeVar name:
                var relation = _execution.GetRelation(name);
                if (!_relations.Exists(known => known.Id == relation.Id)) _relations.Add(relation);
                break;
            case ColumnRef { Fields: [.., A_Star] }:
                _all = true;
                break;
            case ColumnRef { Fields: [.., StringValue name] }:
                _names.Add(name.Sval);
                break;
        }

        base.Visit(node);
    }

    private static QueryReferences Collect(Node query, Execution execution)
    {
        var references = new QueryReferences(execution);
        new CteNames(references._hidden).Visit(query);
        references.Visit(query);
        return references;
    }

    /// <summary>WITH comes after FROM in the tree, so its names are gathered first.</summary>
    private sealed class CteNames(HashSet<string> names) : NodeVisitor
    {
        public override void Visit(Node node)
        {
            if (node is CommonTableExpr expression) names.Add(expression.Ctename);
            base.Visit(node);
        }
    }
}
