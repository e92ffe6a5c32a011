using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What a query that groups rows may name outside of aggregates: what it groups by, and the columns of a table whose primary key it groups by (parseCheckAggregates). The
/// columns of an expression that is grouped by count as well, so not all that the server refuses is found.
/// </summary>
internal sealed class GroupedColumns : NodeVisitor
{
    private readonly Execution _execution;
    private readonly QueryScope _scope;

    // Of a join the merged columns have no table.
    private readonly HashSet<(string? Table, string Column)> _grouped = [];

    private GroupedColumns(Execution execution, QueryScope scope) => (_execution, _scope) = (execution, scope);

    /// <param name="select">The query.</param>
    /// <param name="scope">That of its FROM.</param>
    /// <param name="execution">The statement that holds it.</param>
    /// <exception cref="RefusedException">42803.</exception>
    public static void Demand(SelectStmt select, QueryScope scope, Execution execution)
    {
        var targets = select.TargetList.OfType<ResTarget>().ToList();
        var sorts = select.SortClause.OfType<SortBy>().Select(sort => sort.Node).OfType<Node>().Where(key => !IsOfResult(key, targets)).ToList();
        var check = new GroupedColumns(execution, scope);
        if (select.GroupClause.Count == 0 && select.HavingClause is null && !targets.Select(target => target.Val).Concat(sorts).Any(check.HoldsAggregate)) return;

        foreach (var key in select.GroupClause) check.Group(key, targets);
        foreach (var target in targets) check.Demand(target.Val);
        check.Demand(select.HavingClause);
        foreach (var key in sorts) check.Demand(key);
    }

    private void Demand(Node? value)
    {
        if (value is not null) Visit(value);
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case SubLink or GroupingFunc:
            // What an unknown function does with its arguments may be what an aggregate does.
            case FuncCall { Over: null } call when IsAggregate(call, _execution) != false:
                break;
            case ColumnRef { Fields: [.., A_Star] } star:
                foreach (var shown in _scope.Items.Where(item => Holds(item, star)))
                    foreach (var column in shown.Columns) Demand(column, shown);
                break;
            case ColumnRef { Fields: [.., StringValue name] } reference:
                if (OwnerOf(reference, name.Sval) is { } owner) Demand(owner.Columns.First(column => column.Name == name.Sval), owner);
                break;
            default:
                base.Visit(node);
                break;
        }
    }

    private ScopeItem? OwnerOf(ColumnRef reference, string column) => _scope.Items.FirstOrDefault(item => Holds(item, reference) && item.Columns.Any(own => own.Name == column));

    private static bool Holds(ScopeItem item, ColumnRef reference) => reference.Fields.Count == 1 ? item.ShowsColumns : item.Name == NodeNames.Text(reference.Fields[^2]);

    private void Demand(Column column, ScopeItem item)
    {
        if (IsGrouped(item.Name, column.Name) || _scope.Items.Any(other => (other == item || item.Name is null) && DependsOnKey(other, column))) return;
        throw new RefusedException("42803", $"column \"{(item.Name is null ? "" : item.Name + ".")}{column.Name}\" must appear in the GROUP BY clause or be used in an aggregate function");
    }

    private bool DependsOnKey(ScopeItem item, Column column) =>
        item.Table is { } table && item.Columns.Any(own => own.Name == column.Name) && table.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.PrimaryKey) is { } key
        && key.Columns.All(number => IsGrouped(item.Name, table.FindColumn(number)?.Name ?? ""));

    private bool IsGrouped(string? table, string column) => _grouped.Contains((table, column)) || _grouped.Contains((null, column)) || (table is null && _grouped.Any(grouped => grouped.Column == column));

    private void Group(Node key, List<ResTarget> targets)
    {
        switch (key)
        {
            case GroupingSet set:
                foreach (var inner in set.Content) Group(inner, targets);
                break;
            case A_Const { Val: IntegerValue place }:
                if (targets.ElementAtOrDefault(place.Ival - 1)?.Val is { } placed) Add(placed);
                break;
            case ColumnRef { Fields: [StringValue name] } when targets.FirstOrDefault(target => target.Name == name.Sval)?.Val is { } named:
                _grouped.Add((null, name.Sval));
                Add(named);
                break;
            default:
                Add(key);
                break;
        }
    }

    private void Add(Node expression)
    {
        foreach (var reference in ColumnRefs.In(expression))
            if (reference.Fields is [.., StringValue name]) _grouped.Add((OwnerOf(reference, name.Sval)?.Name, name.Sval));
    }

    /// <summary>A bare name is first that of a column of the result, a number its place.</summary>
    private static bool IsOfResult(Node key, List<ResTarget> targets) =>
        key is A_Const || key is ColumnRef { Fields: [StringValue name] } && targets.Exists(target => target.Name == name.Sval || target.Name.Length == 0 && QueryAnalysis.NameOf(target.Val) == name.Sval);

    private bool HoldsAggregate(Node? value)
    {
        if (value is null or ColumnRef or A_Const) return false;
        var finder = new Finder(this);
        finder.Visit(value);
        return finder.Found;
    }

    /// <summary>An aggregate over columns of queries around this one only is theirs, and groups their rows.</summary>
    private bool IsOwn(FuncCall aggregate)
    {
        var references = ColumnRefs.In(aggregate).ToList();
        return references.Count == 0 || references.Exists(reference => reference.Fields is [.., StringValue name] && OwnerOf(reference, name.Sval) is not null);
    }

    /// <summary>Null if that cannot be told.</summary>
    private static bool? IsAggregate(FuncCall call, Execution execution)
    {
        if (call.AggStar || call.AggDistinct || call.AggWithinGroup || call.AggOrder.Count > 0 || call.AggFilter is not null) return true;
        if (!ExpressionTypes.IsBuiltIn(call, execution)) return null;
        var functions = BuiltIns.Of(execution.Major).Functions.Find(NodeNames.Text(call.Funcname[^1]));
        return functions.Count == 0 ? null : functions.All(function => function.Kind == FunctionKind.Aggregate) ? true : functions.Any(function => function.Kind == FunctionKind.Aggregate) ? null : false;
    }

    private sealed class Finder(GroupedColumns query) : NodeVisitor
    {
        public bool Found { get; private set; }

        public override void Visit(Node node)
        {
            if (Found || node is SubLink) return;
            if (node is FuncCall { Over: null } call && IsAggregate(call, query._execution) == true && query.IsOwn(call)) Found = true;
            else base.Visit(node);
        }
    }
}
