using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What PostgreSQL finds out of a query before it plans it: what its names mean, which columns it gives, and whether it is refused for that. Only what is certain is
/// refused: a table that no migration shows may have any column.
/// </summary>
internal sealed class QueryAnalysis : NodeVisitor
{
    private readonly Execution _execution;
    private readonly ExpressionTypes _types;
    private readonly ExpressionCheck _check;
    private QueryScope _scope;

    private QueryAnalysis(Execution execution, QueryScope scope)
    {
        (_execution, _scope) = (execution, scope);
        _types = new ExpressionTypes(execution, reference => _scope.Find(reference, execution)?.Type);
        _check = new ExpressionCheck(execution, _types);
    }

    /// <summary>The columns of the query's result.</summary>
    /// <param name="query">A query, or an expression.</param>
    /// <param name="execution">The statement that holds it.</param>
    /// <param name="around">What names can mean where it stands; null for nothing.</param>
    /// <exception cref="RefusedException">A name means nothing or several things, a column is assigned twice, rows do not fit.</exception>
    public static QueryResult Of(Node query, Execution execution, QueryScope? around = null)
    {
        var analysis = new QueryAnalysis(execution, around ?? execution.Around ?? new QueryScope());
        return Resolved(analysis.Query(query, analysis._scope));
    }

    /// <summary>An expression, in which the names of columns are looked up where it stands.</summary>
    public override void Visit(Node node)
    {
        switch (node)
        {
            case ColumnRef reference:
                _scope.Find(reference, _execution);
                break;
            case SubLink subquery:
                if (subquery.Testexpr is not null) Visit(subquery.Testexpr);
                if (subquery.Subselect is not null) Subquery(subquery, Resolved(Query(subquery.Subselect, _scope)));
                break;
            case SelectStmt or InsertStmt or UpdateStmt or DeleteStmt or MergeStmt:
                Query(node, _scope);
                break;
            default:
                base.Visit(node);
                _check.Demand(node);
                break;
        }
    }

    /// <summary>What <c>(a, b) = …</c> assigns: a row, or a query of as many columns.</summary>
    private void Several(MultiAssignRef assigned, QueryScope scope)
    {
        if (assigned.Source is not SubLink { SubLinkType: SubLinkType.EXPR_SUBLINK, Subselect: { } query })
        {
            Expression(assigned.Source, scope);
            return;
        }

        var result = Query(query, scope);
        if (result.IsKnown && result.Columns.Length != assigned.Ncolumns) throw new RefusedException("42601", "number of columns does not match number of values");
    }

    /// <summary>A query within an expression is one value, or what a value is compared with.</summary>
    private void Subquery(SubLink subquery, QueryResult result)
    {
        if (!result.IsKnown) return;
        var width = subquery.Testexpr is RowExpr row ? row.Args.Count : 1;
        switch (subquery.SubLinkType)
        {
            case SubLinkType.EXPR_SUBLINK or SubLinkType.ARRAY_SUBLINK when result.Columns.Length != 1:
                throw new RefusedException("42601", "subquery must return only one column");
            case SubLinkType.EXPR_SUBLINK:
                _types.Remember(subquery, TypeFacts.Of(result.Columns[0].Type, _execution));
                break;
            case SubLinkType.ANY_SUBLINK or SubLinkType.ALL_SUBLINK when result.Columns.Length != width:
                throw new RefusedException("42601", result.Columns.Length > width ? "subquery has too many columns" : "subquery has too few columns");
            case SubLinkType.ANY_SUBLINK or SubLinkType.ALL_SUBLINK when subquery is { Testexpr: not RowExpr, OperName: [] or [StringValue] }:
                _check.DemandOperator(subquery.OperName is [StringValue name] ? name.Sval : "=", _types.Of(subquery.Testexpr), TypeFacts.Of(result.Columns[0].Type, _execution));
                break;
        }
    }

    private QueryResult Query(Node query, QueryScope around)
    {
        switch (query)
        {
            case SelectStmt select:
                return Select(select, around);
            case InsertStmt insert:
                return Insert(insert, new QueryScope(around));
            case UpdateStmt update:
                return Update(update, new QueryScope(around));
            case DeleteStmt delete:
                return Delete(delete, new QueryScope(around));
            case MergeStmt merge:
                return Merge(merge, new QueryScope(around));
            case NodeList list:
                foreach (var item in list.Items) Query(item, around);
                return QueryResult.Unknown;
            default:
                Expression(query, around);
                return QueryResult.Unknown;
        }
    }

    private void Expression(Node? expression, QueryScope scope)
    {
        if (expression is null) return;
        var outer = _scope;
        _scope = scope;
        Visit(expression);
        _scope = outer;
    }

    private void Condition(Node? expression, QueryScope scope, string place)
    {
        if (expression is null) return;
        Expression(expression, scope);
        var outer = _scope;
        _scope = scope;
        _check.DemandCondition(expression, place);
        _scope = outer;
    }

    private void Expressions(IEnumerable<Node?> expressions, QueryScope scope)
    {
        foreach (var expression in expressions) Expression(expression, scope);
    }

    // -- SELECT --------------------------------------------------------------------------------------------------------------

    private QueryResult Select(SelectStmt select, QueryScope around)
    {
        var scope = new QueryScope(around);
        With(select.WithClause, scope);
        if (select.Op != SetOperation.SETOP_NONE) return Set(select, scope);
        if (select.ValuesLists.Count > 0) return Values(select, scope);

        From(select.FromClause, scope);
        var result = Targets(select.TargetList, scope);
        Condition(select.WhereClause, scope, "WHERE");
        Condition(select.HavingClause, scope, "HAVING");
        foreach (var sort in select.SortClause.OfType<SortBy>()) SortKey(sort.Node, result, scope);
        foreach (var key in select.GroupClause) GroupKey(key, result, scope);
        foreach (var key in select.DistinctClause) SortKey(key, result, scope);
        DistinctOrder.Demand(select);
        GroupedColumns.Demand(select, scope, _execution);
        Expressions(select.WindowClause, scope);
        Expression(select.LimitCount, scope);
        Expression(select.LimitOffset, scope);
        foreach (var locked in select.LockingClause.OfType<LockingClause>().SelectMany(locking => locking.LockedRels.OfType<RangeVar>()))
            if (!scope.Items.Any(item => item.Name == locked.Relname || item.MayBeAnyTable)) throw new RefusedException("42P01", $"relation \"{locked.Relname}\" in FOR UPDATE clause not found in FROM clause");
        foreach (var locking in select.LockingClause.OfType<LockingClause>())
            if (scope.Items.FirstOrDefault(item => item.Table is { Kind: RelationKind.MaterializedView } && (locking.LockedRels.Count == 0 || locking.LockedRels.OfType<RangeVar>().Any(named => named.Relname == item.Name))) is { Table: { } view })
                throw new RefusedException("42809", $"cannot lock rows in materialized view \"{view.Name.Name}\"");
        return result;
    }

    private QueryResult Set(SelectStmt select, QueryScope scope)
    {
        var (left, right) = (Query(select.Larg!, scope), Query(select.Rarg!, scope));
        var result = Union(left, right, select.Op);
        foreach (var sort in select.SortClause.OfType<SortBy>())
            if (sort.Node is ColumnRef { Fields: [StringValue name] } && result.IsKnown && !result.Columns.Any(column => column.Name == name.Sval))
                throw new RefusedException("42703", $"column \"{name.Sval}\" does not exist");
        return result;
    }

    private QueryResult Union(QueryResult left, QueryResult right, SetOperation operation)
    {
        if (!left.IsKnown || !right.IsKnown) return left with { IsKnown = false };
        if (left.Columns.Length != right.Columns.Length)
            throw new RefusedException("42601", $"each {operation.ToString()["SETOP_".Length..]} query must have the same number of columns");
        return left with { Columns = [.. left.Columns.Zip(right.Columns, (one, other) => one with { Type = CommonType(one.Type, other.Type, operation) })] };
    }

    private QueryResult Values(SelectStmt values, QueryScope scope)
    {
        QueryResult? first = null;
        foreach (var row in values.ValuesLists.OfType<NodeList>())
        {
            Expressions(row.Items, scope);
            var width = row.Items.Count;
            if (first is not null && width != first.Columns.Length && !row.Items.Any(MayBeSeveral)) throw new RefusedException("42601", "VALUES lists must all be the same length");
            first ??= new QueryResult([.. row.Items.Select((value, i) => Made(i, $"column{i + 1}", TypeOf(value, scope)))], !row.Items.Any(MayBeSeveral));
        }

        return first ?? QueryResult.Unknown;
    }

    /// <summary>A star stands for as many values as there are.</summary>
    public static bool MayBeSeveral(Node value) => value is ColumnRef { Fields: [.., A_Star] } or A_Indirection { Indirection: [.., A_Star] };

    private QueryResult Targets(IReadOnlyList<Node> targets, QueryScope scope)
    {
        var columns = ImmutableArray.CreateBuilder<Column>(targets.Count);
        var isKnown = true;
        foreach (var target in targets.OfType<ResTarget>())
        {
            switch (target.Val)
            {
                case ColumnRef { Fields: [.., A_Star] } star:
                    var all = scope.Star(star);
                    isKnown &= all.IsKnown;
                    foreach (var column in all.Columns) columns.Add(Made(columns.Count, column.Name, column.Type));
                    break;
                case A_Indirection { Indirection: [.., A_Star] } fields:
                    Expression(fields, scope);
                    isKnown = false;
                    break;
                case { } value:
                    Expression(value, scope);
                    columns.Add(Made(columns.Count, Identifier.Truncate(target.Name.Length > 0 ? target.Name : NameOf(value) ?? "?column?"), TypeOf(value, scope)));
                    break;
            }
        }

        return new QueryResult(columns.ToImmutable(), isKnown);
    }

    /// <summary>A bare name is first that of a column of the result, a number its place.</summary>
    private void SortKey(Node? key, QueryResult result, QueryScope scope)
    {
        if (key is ColumnRef { Fields: [StringValue name] } && (!result.IsKnown || result.Columns.Any(column => column.Name == name.Sval))) return;
        DemandPlace(key, result);
        Expression(key, scope);
    }

    /// <summary>A bare name is first that of a column of FROM.</summary>
    private void GroupKey(Node key, QueryResult result, QueryScope scope)
    {
        switch (key)
        {
            case GroupingSet set:
                foreach (var inner in set.Content) GroupKey(inner, result, scope);
                break;
            case RowExpr row:
                foreach (var inner in row.Args) GroupKey(inner, result, scope);
                break;
            case ColumnRef { Fields: [StringValue name] } when scope.Has(name.Sval) != true && (!result.IsKnown || result.Columns.Any(column => column.Name == name.Sval)):
                break;
            default:
                DemandPlace(key, result);
                Expression(key, scope);
                break;
        }
    }

    private static void DemandPlace(Node? key, QueryResult result)
    {
        if (key is A_Const { Val: IntegerValue place } && result.IsKnown && (place.Ival < 1 || place.Ival > result.Columns.Length))
            throw new RefusedException("42P10", $"position {place.Ival} is not in select list");
    }

    // -- WITH and FROM -------------------------------------------------------------------------------------------------------

    private void With(WithClause? with, QueryScope scope)
    {
        if (with is null) return;
        var expressions = with.Ctes.OfType<CommonTableExpr>().ToList();
        if (with.Recursive)
            foreach (var expression in expressions) scope.Named = scope.Named.SetItem(expression.Ctename, QueryResult.Unknown);
        foreach (var expression in expressions)
        {
            // What a recursive query gives is what its first part gives.
            if (with.Recursive && expression.Ctequery is SelectStmt { Op: SetOperation.SETOP_UNION, Larg: { } first, WithClause: null })
                scope.Named = scope.Named.SetItem(expression.Ctename, ResultOf(Query(first, scope), expression));
            if (expression.Ctequery is { } query) scope.Named = scope.Named.SetItem(expression.Ctename, ResultOf(Query(query, scope), expression));
        }
    }

    private static QueryResult ResultOf(QueryResult result, CommonTableExpr expression)
    {
        result = Resolved(result).Renamed(expression.Aliascolnames);
        return expression.SearchClause is null && expression.CycleClause is null ? result : result with { IsKnown = false };
    }

    private void From(IReadOnlyList<Node> items, QueryScope scope)
    {
        foreach (var item in items) scope.Add(ItemsOf(item, scope, []));
    }

    /// <param name="item">Of FROM.</param>
    /// <param name="scope">That of the query, which has the items before it.</param>
    /// <param name="before">What stands before it in a join.</param>
    private List<ScopeItem> ItemsOf(Node item, QueryScope scope, IReadOnlyList<ScopeItem> before)
    {
        switch (item)
        {
            case RangeVar table:
                return [TableItem(table, scope)];
            case RangeTableSample { Relation: { } sampled } sample:
                Expressions(sample.Args, Lateral(scope, before));
                return ItemsOf(sampled, scope, before);
            case RangeSubselect { Subquery: { } query } subquery:
                if (subquery.Alias is null && _execution.Major < 16) throw new RefusedException("42601", "subquery in FROM must have an alias");
                var result = Resolved(Query(query, subquery.Lateral ? Lateral(scope, before) : Beside(scope))).Renamed(subquery.Alias?.Colnames ?? []);
                return [new ScopeItem(subquery.Alias?.Aliasname, result.Columns, result.IsKnown)];
            case RangeFunction function:
                return [FunctionItem(function, Lateral(scope, before))];
            case JoinExpr { Larg: { } left, Rarg: { } right } join:
                return Join(join, left, right, scope, before);
            case RangeTableFunc { Alias: var alias }:
                return [new ScopeItem(alias?.Aliasname ?? "xmltable", [], KnowsColumns: false)];
            case JsonTable { Alias: var alias }:
                return [new ScopeItem(alias?.Aliasname ?? "json_table", [], KnowsColumns: false)];
            default:
                return [new ScopeItem(null, [], KnowsColumns: false) { MayBeAnyTable = true }];
        }
    }

    private ScopeItem TableItem(RangeVar table, QueryScope scope)
    {
        var name = table.Alias?.Aliasname ?? table.Relname;
        if (table.Schemaname.Length == 0 && scope.Named.TryGetValue(table.Relname, out var query))
        {
            var result = query.Renamed(table.Alias?.Colnames ?? []);
            return new ScopeItem(name, result.Columns, result.IsKnown);
        }

        return TargetItem(table);
    }

    /// <summary>A common table expression is no target.</summary>
    private ScopeItem TargetItem(RangeVar table)
    {
        var name = table.Alias?.Aliasname ?? table.Relname;
        if (_execution.FindRelation(NodeNames.Qualified(table)) is not { } relation) return new ScopeItem(name, [], KnowsColumns: false);
        var columns = new QueryResult(relation.Columns, relation.KnowsColumns).Renamed(table.Alias?.Colnames ?? []);
        return new ScopeItem(name, columns.Columns, columns.IsKnown) { Schema = table.Alias is null ? relation.Name.Schema : null, Table = relation };
    }

    private ScopeItem FunctionItem(RangeFunction function, QueryScope scope)
    {
        var calls = function.Functions.OfType<NodeList>().Select(list => list.Items[0]).ToList();
        Expressions(calls, scope);
        var name = function.Alias?.Aliasname ?? (calls is [FuncCall call] ? NodeNames.Text(call.Funcname[^1]) : null);
        // How many columns a function gives is known if they are listed.
        var listed = function.Coldeflist.OfType<ColumnDef>().Where(_ => !function.Ordinality && calls.Count == 1)
            .Select((column, i) => Made(i, column.Colname, column.TypeName is { } type ? TypeNames.Resolve(type, _execution) : default)).ToImmutableArray();
        return listed.Length > 0
            ? new ScopeItem(name, listed, KnowsColumns: true)
            : new ScopeItem(name, [.. (function.Alias?.Colnames ?? []).Select((column, i) => Made(i, NodeNames.Text(column), default))], KnowsColumns: false);
    }

    private List<ScopeItem> Join(JoinExpr join, Node leftItem, Node rightItem, QueryScope scope, IReadOnlyList<ScopeItem> before)
    {
        var left = ItemsOf(leftItem, scope, before);
        var right = ItemsOf(rightItem, scope, [.. before, .. left]);
        var (leftColumns, rightColumns) = (Shown(left), Shown(right));
        var merged = join.IsNatural
            ? [.. leftColumns.Columns.Select(column => column.Name).Where(name => rightColumns.Columns.Any(column => column.Name == name))]
            : join.UsingClause.Select(NodeNames.Text).ToList();
        foreach (var name in merged.Where(_ => !join.IsNatural))
        {
            DemandOnce(name, leftColumns, "left");
            DemandOnce(name, rightColumns, "right");
        }

        var on = Beside(scope);
        on.Add(left);
        on.Add(right);
        Condition(join.Quals, on, "JOIN/ON");

        var columns = new QueryResult(
            [
                .. merged.Select(name => leftColumns.Columns.FirstOrDefault(column => column.Name == name) ?? Made(0, name, default)),
                .. leftColumns.Columns.Where(column => !merged.Contains(column.Name)),
                .. rightColumns.Columns.Where(column => !merged.Contains(column.Name)),
            ],
            leftColumns.IsKnown && rightColumns.IsKnown).Renamed(join.Alias?.Colnames ?? []);
        List<ScopeItem> items = [new ScopeItem(join.Alias?.Aliasname, columns.Columns, columns.IsKnown)];
        // An alias hides what is joined.
        if (join.Alias is null) items.AddRange(left.Concat(right).Where(item => item.Name is not null || item.MayBeAnyTable).Select(item => item with { ShowsColumns = false }));
        if (join.JoinUsingAlias is { } alias)
            items.Add(new ScopeItem(alias.Aliasname, [.. columns.Columns.Where(column => merged.Contains(column.Name))], columns.IsKnown) { ShowsColumns = false });
        return items;
    }

    private static QueryResult Shown(List<ScopeItem> items)
    {
        var shown = items.FindAll(item => item.ShowsColumns);
        return new QueryResult([.. shown.SelectMany(item => item.Columns)], shown.TrueForAll(item => item.KnowsColumns));
    }

    private static void DemandOnce(string name, QueryResult columns, string side)
    {
        var found = columns.Columns.Count(column => column.Name == name);
        if (found > 1) throw new RefusedException("42702", $"common column name \"{name}\" appears more than once in {side} table");
        if (found == 0 && columns.IsKnown) throw new RefusedException("42703", $"column \"{name}\" specified in USING clause does not exist in {side} table");
    }

    /// <summary>Items of FROM do not see each other.</summary>
    private static QueryScope Beside(QueryScope scope) => new(scope.Outside, scope.Named);

    private static QueryScope Lateral(QueryScope scope, IReadOnlyList<ScopeItem> before)
    {
        var lateral = Beside(scope);
        foreach (var item in scope.Items.Concat(before)) lateral.With(item);
        return lateral;
    }

    // -- data changes --------------------------------------------------------------------------------------------------------

    private QueryResult Insert(InsertStmt insert, QueryScope scope)
    {
        With(insert.WithClause, scope);
        DemandDistinct(insert.Cols, "42701", "column \"{0}\" specified more than once");
        var table = KnownTable(insert.Relation!);
        if (table is not null) DemandColumns(insert.Cols, table);
        if (insert.SelectStmt is SelectStmt { ValuesLists.Count: > 0 } values)
        {
            DemandRows(values.ValuesLists, insert.Cols.Count, table);
            Query(values, scope);
            if (table is not null) DemandValues(insert, values, table, scope);
        }
        else if (insert.SelectStmt is { } query)
        {
            var rows = Query(query, scope);
            if (rows.IsKnown) DemandWidth(rows.Columns.Length, insert.Cols.Count, table);
            if (rows.IsKnown && table is not null)
            {
                foreach (var (column, given) in AssignedValues.TargetsOf(insert, table, rows.Columns.Length).Zip(rows.Columns))
                {
                    if (column is null) continue;
                    AssignedValues.DemandWritable(column, null, isUpdate: false, insert.Override);
                    AssignedValues.DemandFits(column, TypeFacts.Of(given.Type, _execution), _execution);
                }
            }
        }

        var target = TargetItem(insert.Relation!);
        if (insert.OnConflictClause is { } conflict)
        {
            ConflictTarget.DemandNamed(conflict, table);
            var own = new QueryScope(scope).With(target);
            Expressions(conflict.Infer?.IndexElems.OfType<IndexElem>().Select(key => key.Expr) ?? [], own);
            foreach (var key in conflict.Infer?.IndexElems.OfType<IndexElem>().Where(key => key.Name.Length > 0) ?? [])
                if (target.KnowsColumns && !target.Columns.Any(column => column.Name == key.Name) && !AlterTableRun.SystemColumns.Contains(key.Name))
                    throw new RefusedException("42703", $"column \"{key.Name}\" does not exist");
            Condition(conflict.Infer?.WhereClause, own, "WHERE");
            Assign(conflict.TargetList, table, own.With(target with { Name = "excluded", Schema = null }));
            Condition(conflict.WhereClause, own, "WHERE");
        }

        return Returning(insert.ReturningClause, new QueryScope(scope).With(target), target);
    }

    private QueryResult Update(UpdateStmt update, QueryScope scope)
    {
        With(update.WithClause, scope);
        var target = TargetItem(update.Relation!);
        scope.Add([target]);
        From(update.FromClause, scope);
        Assign(update.TargetList, KnownTable(update.Relation!), scope);
        Condition(update.WhereClause, scope, "WHERE");
        return Returning(update.ReturningClause, scope, target);
    }

    private QueryResult Delete(DeleteStmt delete, QueryScope scope)
    {
        With(delete.WithClause, scope);
        var target = TargetItem(delete.Relation!);
        scope.Add([target]);
        From(delete.UsingClause, scope);
        Condition(delete.WhereClause, scope, "WHERE");
        return Returning(delete.ReturningClause, scope, target);
    }

    private QueryResult Merge(MergeStmt merge, QueryScope scope)
    {
        With(merge.WithClause, scope);
        var target = TargetItem(merge.Relation!);
        var table = KnownTable(merge.Relation!);
        var source = new QueryScope(scope);
        From([merge.SourceRelation!], source);
        scope.Add([target]);
        scope.Add(source.Items);
        Condition(merge.JoinCondition, scope, "JOIN/ON");
        foreach (var action in merge.MergeWhenClauses.OfType<MergeWhenClause>())
        {
            Condition(action.Condition, scope, "WHEN");
            if (action.CommandType == CmdType.CMD_UPDATE) Assign(action.TargetList, table, scope);
            if (action.CommandType != CmdType.CMD_INSERT) continue;
            DemandDistinct(action.TargetList, "42701", "column \"{0}\" specified more than once");
            if (table is not null) DemandColumns(action.TargetList, table);
            // There is no row of the target to read from.
            Expressions(action.Values, source);
        }

        return Returning(merge.ReturningClause, scope, target) with { IsKnown = false };
    }

    private QueryResult Returning(ReturningClause? returning, QueryScope scope, ScopeItem target)
    {
        if (returning is null) return QueryResult.Unknown;
        if (_execution.Major >= OldAndNew)
        {
            var own = new QueryScope(scope.Outside, scope.Named);
            foreach (var item in scope.Items) own.With(item);
            foreach (var name in returning.Options.OfType<ReturningOption>().Select(option => option.Value).Concat(["old", "new"]).Except(own.Items.Select(item => item.Name)))
                own.With(target with { Name = name, Schema = null, ShowsColumns = false });
            scope = own;
        }

        return Targets(returning.Exprs, scope);
    }

    private const int OldAndNew = 18;

    private void Assign(IReadOnlyList<Node> targets, Relation? table, QueryScope scope)
    {
        DemandDistinct(targets, "42601", "multiple assignments to same column \"{0}\"");
        if (table is not null) DemandColumns(targets, table);
        foreach (var target in targets.OfType<ResTarget>())
        {
            Expressions(target.Indirection, scope);
            if (target.Val is not MultiAssignRef part) Expression(target.Val, scope);
            else if (part.Colno == 1) Several(part, scope);
            if (table?.FindColumn(Identifier.Truncate(target.Name)) is not { } column) continue;
            AssignedValues.DemandWritable(column, target.Val, isUpdate: true, OverridingKind.OVERRIDING_NOT_SET);
            if (target is { Indirection: [], Val: { } value and not (MultiAssignRef or SetToDefault) }) AssignedValues.DemandFits(column, TypeIn(scope, value), _execution);
        }
    }

    private void DemandValues(InsertStmt insert, SelectStmt values, Relation table, QueryScope scope)
    {
        foreach (var row in values.ValuesLists.OfType<NodeList>().Where(row => !row.Items.Any(MayBeSeveral)))
        {
            foreach (var (column, value) in AssignedValues.TargetsOf(insert, table, row.Items.Count).Zip(row.Items))
            {
                if (column is null) continue;
                AssignedValues.DemandWritable(column, value, isUpdate: false, insert.Override);
                if (insert.Cols.Count == 0 || insert.Cols.OfType<ResTarget>().All(target => target.Indirection.Count == 0)) AssignedValues.DemandFits(column, TypeIn(scope, value), _execution);
            }
        }
    }

    private Relation? KnownTable(RangeVar name) =>
        _execution.FindRelation(NodeNames.Qualified(name)) is { KnowsColumns: true, Kind: RelationKind.Table or RelationKind.PartitionedTable } table ? table : null;

    private static void DemandColumns(IReadOnlyList<Node> targets, Relation table)
    {
        foreach (var target in targets)
            if (target is ResTarget { Name: { Length: > 0 } name }) Execution.RequireColumn(table, name);
    }

    /// <summary>Elements and fields of one column (<c>a[1]</c>, <c>a.b</c>) may be assigned one by one.</summary>
    private static void DemandDistinct(IReadOnlyList<Node> targets, string sqlState, string message)
    {
        if (targets.Count < 2) return;
        var seen = new HashSet<string>();
        foreach (var target in targets.OfType<ResTarget>())
            if (target.Indirection.Count == 0 && !seen.Add(Identifier.Truncate(target.Name)))
                throw new RefusedException(sqlState, string.Format(System.Globalization.CultureInfo.InvariantCulture, message, target.Name));
    }

    private static void DemandRows(IReadOnlyList<Node> rows, int named, Relation? table)
    {
        foreach (var row in rows.OfType<NodeList>())
            if (!row.Items.Any(MayBeSeveral)) DemandWidth(row.Items.Count, named, table);
    }

    private static void DemandWidth(int width, int named, Relation? table)
    {
        if (width > (named > 0 ? named : table?.Columns.Length ?? int.MaxValue)) throw new RefusedException("42601", "INSERT has more expressions than target columns");
        if (width < named) throw new RefusedException("42601", "INSERT has more target columns than expressions");
    }

    // -- columns of the result -----------------------------------------------------------------------------------------------

    private Column Made(int place, string name, TypeRef type) => new() { Number = place + 1, Name = name, Type = type, CreatedBy = _execution.Session.Transaction };

    /// <summary>A literal that nothing gives a type is text.</summary>
    private static QueryResult Resolved(QueryResult result) => result.Columns.Any(column => column.Type == UnknownType)
        ? result with { Columns = [.. result.Columns.Select(column => column.Type == UnknownType ? column with { Type = TypeRef.BuiltIn("text") } : column)] }
        : result;

    private static readonly TypeRef UnknownType = TypeRef.BuiltIn("unknown");

    private TypeRef CommonType(TypeRef one, TypeRef other, SetOperation operation)
    {
        if (one == other || other == UnknownType) return one;
        if (one == UnknownType) return other;
        if (one with { Modifier = TypeRef.None, Scale = TypeRef.None } == other with { Modifier = TypeRef.None, Scale = TypeRef.None }) return one with { Modifier = TypeRef.None, Scale = TypeRef.None };
        if (TypeFacts.Of(one, _execution) is not { } first || TypeFacts.Of(other, _execution) is not { } second) return default;
        if (BuiltIns.Of(_execution.Major).Coercion.CommonType([first, second]) is { } common) return Named(common);
        if (_execution.Catalog.HasOwnOperators || first.Kind == TypeKind.Pseudo || second.Kind == TypeKind.Pseudo) return default;
        throw new RefusedException("42804", $"{operation.ToString()["SETOP_".Length..]} types {first.DisplayName} and {second.DisplayName} cannot be matched");
    }

    private TypeRef TypeOf(Node value, QueryScope scope) => value switch
    {
        ColumnRef reference => scope.Find(reference, _execution)?.Type ?? default,
        TypeCast { TypeName: { } type } => TypeNames.Resolve(type, _execution),
        CollateClause { Arg: { } collated } => TypeOf(collated, scope),
        _ => TypeIn(scope, value) is { } known ? Named(known) : default,
    };

    private BuiltInType? TypeIn(QueryScope scope, Node value)
    {
        var outer = _scope;
        _scope = scope;
        var type = _types.Of(value);
        _scope = outer;
        return type;
    }

    /// <summary>Only built-in types can be told by their names alone.</summary>
    private TypeRef Named(BuiltInType type) => BuiltIns.Of(_execution.Major).Types.Find(type.Name) is null || type.Kind == TypeKind.Pseudo && !type.IsUnknown ? default
        : type is { Element: { } element, Name: ['_', ..] } ? TypeRef.BuiltIn(element) with { IsArray = true }
        : TypeRef.BuiltIn(type.Name);

    /// <summary>What a column of an expression is called, as FigureColname says; null where the server has no name for it.</summary>
    public static string? NameOf(Node? value) => Figure(value).Name;

    // The name of a type, and "case", give way to that of a cast around them.
    private static (string? Name, bool IsWeak) Figure(Node? value) => value switch
    {
        ColumnRef { Fields: [.., StringValue name] } => (name.Sval, false),
        A_Indirection indirection => indirection.Indirection.OfType<StringValue>().LastOrDefault()?.Sval is { } field ? (field, false) : Figure(indirection.Arg),
        FuncCall call => (NodeNames.Text(call.Funcname[^1]), false),
        TypeCast cast => Figure(cast.Arg) is { Name: not null, IsWeak: false } strong ? strong : (NodeNames.Qualified(cast.TypeName).Name, true),
        CollateClause collate => Figure(collate.Arg),
        CaseExpr conditional => Figure(conditional.Defresult) is { Name: not null, IsWeak: false } strong ? strong : ("case", true),
        CoalesceExpr => ("coalesce", false),
        MinMaxExpr extreme => (extreme.Op == MinMaxOp.IS_GREATEST ? "greatest" : "least", false),
        A_ArrayExpr => ("array", false),
        RowExpr => ("row", false),
        SQLValueFunction function => (function.Op.ToString()["SVFOP_".Length..].ToLowerInvariant() is var name && name.EndsWith("_n", StringComparison.Ordinal) ? name[..^2] : name, false),
        SubLink { SubLinkType: SubLinkType.EXISTS_SUBLINK } => ("exists", false),
        SubLink { SubLinkType: SubLinkType.ARRAY_SUBLINK } => ("array", false),
        SubLink { SubLinkType: SubLinkType.EXPR_SUBLINK, Subselect: SelectStmt { TargetList: [ResTarget only, ..] } } => (only.Name.Length > 0 ? only.Name : NameOf(only.Val), false),
        A_Expr { Kind: A_Expr_Kind.AEXPR_NULLIF } => ("nullif", false),
        _ => (null, true),
    };
}
