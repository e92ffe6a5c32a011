using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// The columns of its own table that a policy or a rule reads. Within a subquery a name without a table is that of the subquery's relations, as far as one of them
/// has it.
/// </summary>
internal sealed class OwnColumns : NodeVisitor
{
    private readonly Relation _table;
    private readonly IReadOnlyCollection<string> _names;
    private readonly Execution _execution;
    private readonly Stack<IReadOnlyCollection<Relation>> _nearer = new();
    private readonly SortedSet<int> _columns = [];

    private OwnColumns(Relation table, IReadOnlyCollection<string> names, Execution execution) => (_table, _names, _execution) = (table, names, execution);

    /// <param name="expression">What is kept with the table.</param>
    /// <param name="table">The table.</param>
    /// <param name="execution">The statement.</param>
    /// <param name="names">What the table is called there: its own name, in a rule <c>new</c> and <c>old</c>.</param>
    public static IEnumerable<Dependency> Of(Node? expression, Relation table, Execution execution, params IReadOnlyCollection<string> names)
    {
        var own = new OwnColumns(table, names, execution);
        if (expression is not null) own.Visit(expression);
        return own._columns.Select(number => new Dependency(table.Id, number));
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case SelectStmt select:
                _nearer.Push([.. QueryReferences.RelationsOf(select, _execution).Select(reference => reference.Relation)]);
                base.Visit(node);
                _nearer.Pop();
                return;
            case ColumnRef { Fields: [StringValue name] } when _nearer.Count == 0 || (_names.Contains(_table.Name.Name) && !_nearer.Any(relations => relations.Any(relation => MayHave(relation, name.Sval)))):
                Add(name.Sval);
                break;
            case ColumnRef { Fields: [.., StringValue qualifier, StringValue name] } when _names.Contains(qualifier.Sval):
                Add(name.Sval);
                break;
            case ColumnRef { Fields: [.., StringValue qualifier, A_Star] } when _names.Contains(qualifier.Sval):
                _columns.UnionWith(_table.Columns.Select(column => column.Number));
                break;
        }

        base.Visit(node);
    }

    private static bool MayHave(Relation relation, string column) => !relation.KnowsColumns || relation.FindColumn(Identifier.Truncate(column)) is not null;

    private void Add(string name)
    {
        if (_table.FindColumn(Identifier.Truncate(name)) is { } column) _columns.Add(column.Number);
    }
}
