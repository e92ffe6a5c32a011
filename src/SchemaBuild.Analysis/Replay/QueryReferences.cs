using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Which relations a query names, how it locks them when it is analysed, which of their columns and which functions it names. Names of common table
/// expressions hide relations; a column that several relations have counts for each, and <c>*</c> for all columns.
/// </summary>
internal sealed class QueryReferences : NodeVisitor
{
    private readonly Execution _execution;
    private readonly Dictionary<int, QueryReference> _relations = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<(string Qualifier, string Column)> _qualifiedNames = [];
    private readonly HashSet<(string Alias, int Relation)> _aliases = [];
    private readonly List<FuncCall> _calls = [];
    private ImmutableHashSet<string> _hidden = [];
    private bool _all;

    private QueryReferences(Execution execution) => _execution = execution;

    /// <summary>The relations, each once, with the strongest lock; those that no migration shows are assumed.</summary>
    public static IReadOnlyCollection<QueryReference> RelationsOf(Node? query, Execution execution) => Collect(query, execution)._relations.Values;

    /// <summary>The relations of a query that was stored with a view: its names may mean others by now.</summary>
    public static IReadOnlyCollection<QueryReference> StoredIn(Relation view, Execution execution) =>
    [
        .. view.DependsOn.Where(on => on.Column == 0).Select(on => execution.Catalog.Find(on.Object)).OfType<Relation>()
            .Select(relation => new QueryReference(relation, LockMode.AccessShare, Recurses: true)),
    ];

    /// <summary>What a view, trigger, policy … made of this query or expression cannot exist without.</summary>
    public static ImmutableArray<Dependency> Of(Node? query, Execution execution)
    {
        var references = Collect(query, execution);
        return
        [
            .. references._relations.Values.SelectMany(reference => reference.Relation.Columns
                .Where(column => references._all || references._names.Contains(column.Name) || references.Qualifies(reference.Relation.Id, column.Name))
                .Select(column => new Dependency(reference.Relation.Id, column.Number))
                .Prepend(new Dependency(reference.Relation.Id))),
            .. references._calls.Select(references.FunctionOf).OfType<Function>().Select(function => new Dependency(function.Id)).Distinct(),
        ];
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case WithClause or LockingClause or IntoClause:
                return;    // Read with their statement.
            case SelectStmt select:
                VisitWith(select.WithClause, () =>
                {
                    foreach (var locking in select.LockingClause.OfType<LockingClause>())
                        foreach (var item in select.FromClause) LockRows(item, [.. locking.LockedRels.OfType<RangeVar>().Select(name => name.Relname)]);
                    base.Visit(select);
                });
                return;
            case InsertStmt insert:
                NameTargets(insert.Relation!, insert.Cols, otherwise: "*");
                VisitModification(insert, insert.WithClause, insert.Relation!, LockMode.RowExclusive);
                return;
            case UpdateStmt update:
                NameTargets(update.Relation!, update.TargetList, otherwise: null);
                VisitModification(update, update.WithClause, update.Relation!, LockMode.RowExclusive);
                return;
            case DeleteStmt delete:
                VisitModification(delete, delete.WithClause, delete.Relation!, LockMode.RowExclusive);
                return;
            case MergeStmt merge:
                VisitModification(merge, merge.WithClause, merge.Relation!, LockMode.RowExclusive);
                return;
            case RangeVar name:
                Reference(name, LockMode.AccessShare);
                break;
            case FuncCall call:
                _calls.Add(call);
                break;
            case ColumnRef { Fields: [.., StringValue qualifier, A_Star] }:
                _qualifiedNames.Add((qualifier.Sval, "*"));
                break;
            case ColumnRef { Fields: [.., StringValue qualifier, StringValue column] }:
                _qualifiedNames.Add((qualifier.Sval, column.Sval));
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

    /// <summary>Columns that are written count like those that are read; without a list an INSERT writes all.</summary>
    private void NameTargets(RangeVar table, IReadOnlyList<Node> targets, string? otherwise)
    {
        var name = table.Alias?.Aliasname ?? table.Relname;
        foreach (var target in targets)
            if (target is ResTarget { Name: { Length: > 0 } column }) _qualifiedNames.Add((name, column));
        if (targets.Count == 0 && otherwise is not null) _qualifiedNames.Add((name, otherwise));
    }

    /// <summary>True if the query names this column of the relation by one of its aliases.</summary>
    private bool Qualifies(int relation, string column) => _aliases.Any(alias =>
        alias.Relation == relation && (_qualifiedNames.Contains((alias.Alias, column)) || _qualifiedNames.Contains((alias.Alias, "*"))));

    private static QueryReferences Collect(Node? query, Execution execution)
    {
        var references = new QueryReferences(execution);
        if (query is not null) references.Visit(query);
        return references;
    }

    private Function? FunctionOf(FuncCall call) => FunctionUses.Choose(
        _execution.FindFunctions(NodeNames.Qualified(call.Funcname)), call,
        column => _relations.Values.Select(reference => reference.Relation.FindColumn(column)?.Type).FirstOrDefault(type => type is not null), _execution);

    private void VisitModification(Node statement, WithClause? with, RangeVar target, LockMode mode)
    {
        Reference(target, mode, isTarget: true);
        VisitWith(with, () => base.Visit(statement));
    }

    /// <summary>A common table expression sees those before it; with RECURSIVE it sees all, and itself.</summary>
    private void VisitWith(WithClause? with, Action body)
    {
        var outside = _hidden;
        if (with is not null)
        {
            var expressions = with.Ctes.OfType<CommonTableExpr>().ToList();
            if (with.Recursive) _hidden = _hidden.Union(expressions.Select(expression => expression.Ctename));
            foreach (var expression in expressions)
            {
                if (expression.Ctequery is not null) Visit(expression.Ctequery);
                _hidden = _hidden.Add(expression.Ctename);
            }
        }

        body();
        _hidden = outside;
    }

    /// <summary>FOR UPDATE and its like reach through joins and subqueries in FROM.</summary>
    private void LockRows(Node item, IReadOnlyList<string> only)
    {
        switch (item)
        {
            case RangeVar name when only.Count == 0 || only.Contains(name.Alias?.Aliasname ?? name.Relname):
                Reference(name, LockMode.RowShare);
                break;
            case JoinExpr join:
                if (join.Larg is not null) LockRows(join.Larg, only);
                if (join.Rarg is not null) LockRows(join.Rarg, only);
                break;
            case RangeSubselect { Subquery: SelectStmt inner } subquery when only.Count == 0 || only.Contains(subquery.Alias?.Aliasname ?? ""):
                foreach (var below in inner.FromClause) LockRows(below, []);
                break;
        }
    }

    private void Reference(RangeVar name, LockMode mode, bool isTarget = false)
    {
        if (!isTarget && name.Schemaname.Length == 0 && _hidden.Contains(name.Relname)) return;
        if (_execution.IsBuiltIn(name)) return;
        if (_execution.Find(NameSpace.Relation, NodeNames.Qualified(name)) is Sequence) return;
        var relation = _execution.GetRelation(name);
        _aliases.Add((name.Alias?.Aliasname ?? name.Relname, relation.Id));
        var known = _relations.GetValueOrDefault(relation.Id) ?? new QueryReference(relation, LockMode.None, false);
        _relations[relation.Id] = known with { Mode = mode > known.Mode ? mode : known.Mode, Recurses = known.Recurses || name.Inh };
    }
}

/// <summary>A relation that a query names.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="Mode">The lock that analysing the query takes.</param>
/// <param name="Recurses">True unless ONLY is written.</param>
internal sealed record QueryReference(Relation Relation, LockMode Mode, bool Recurses);
