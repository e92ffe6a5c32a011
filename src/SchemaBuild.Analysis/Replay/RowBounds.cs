using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Whether the text of a statement limits how many rows it can write: it lists them, names them by a key, or says LIMIT. Tables that this transaction made and
/// temporary ones hold what the migration put there, so they are limits too.
/// </summary>
internal sealed class RowBounds
{
    private readonly Execution _execution;
    private readonly HashSet<string> _boundedExpressions = [];

    public RowBounds(Execution execution, WithClause? with)
    {
        _execution = execution;
        foreach (var expression in with?.Ctes.OfType<CommonTableExpr>() ?? [])
            if (IsBounded(expression.Ctequery)) _boundedExpressions.Add(expression.Ctename);
    }

    /// <summary>Why the condition holds for every row, or null.</summary>
    public string? Tautology { get; private set; }

    public RowScope OfInsert(InsertStmt insert) => insert.SelectStmt switch
    {
        null => RowScope.Bounded,
        var query when IsBounded(query) => RowScope.Bounded,
        SelectStmt { WhereClause: null } => RowScope.Whole,
        _ => RowScope.Filtered,
    };

    public RowScope OfMerge(MergeStmt merge) => merge.SourceRelation is { } source && IsBoundedSource(source) ? RowScope.Bounded : RowScope.Filtered;

    public RowScope OfChange(Relation table, RangeVar target, Node? condition, IReadOnlyList<Node> sources)
    {
        if (condition is null) return sources.Count > 0 && sources.All(IsBoundedSource) && sources.Any(source => source is not RangeVar) ? RowScope.Filtered : RowScope.Whole;
        var scope = new Target(table, target.Alias?.Aliasname ?? target.Relname);
        Tautology = AlwaysHolds(condition, scope);
        if (Tautology is not null) return RowScope.Whole;
        return Limits(condition, scope, sources) ? RowScope.Bounded : RowScope.Filtered;
    }

    /// <summary>Whether a query gives only so many rows as its text says.</summary>
    public bool IsBounded(Node? query) => query switch
    {
        SelectStmt { LimitCount: not null and not A_Const { Isnull: true } } => true,
        SelectStmt { ValuesLists.Count: > 0 } => true,
        SelectStmt { Op: not SetOperation.SETOP_NONE } both => IsBounded(both.Larg) && IsBounded(both.Rarg),
        SelectStmt { FromClause: [RangeVar only], WhereClause: { } condition } when _execution.FindRelation(NodeNames.Qualified(only)) is { } table && !IsBoundedSource(only) =>
            Limits(condition, new Target(table, only.Alias?.Aliasname ?? only.Relname), []),
        SelectStmt select => select.FromClause.All(IsBoundedSource),
        InsertStmt insert => OfInsert(insert) == RowScope.Bounded,
        UpdateStmt { Relation: { } target } update when _execution.FindRelation(NodeNames.Qualified(target)) is { } table =>
            new RowBounds(_execution, update.WithClause).OfChange(table, target, update.WhereClause, update.FromClause) == RowScope.Bounded,
        DeleteStmt { Relation: { } target } delete when _execution.FindRelation(NodeNames.Qualified(target)) is { } table =>
            new RowBounds(_execution, delete.WithClause).OfChange(table, target, delete.WhereClause, delete.UsingClause) == RowScope.Bounded,
        _ => false,
    };

    private bool IsBoundedSource(Node source) => source switch
    {
        RangeVar { Schemaname: "" } name when _boundedExpressions.Contains(name.Relname) => true,
        RangeVar name => _execution.FindRelation(NodeNames.Qualified(name)) is { } table
            && (table.Persistence == Persistence.Temporary || (!table.IsAssumed && table.CreatedBy == _execution.Session.Transaction)),
        RangeSubselect subquery => IsBounded(subquery.Subquery),
        RangeFunction function => !ColumnUse.In(function),
        JoinExpr { Jointype: JoinType.JOIN_INNER or JoinType.JOIN_LEFT } join => join.Larg is { } left && join.Rarg is { } right && IsBoundedSource(left) && IsBoundedSource(right),
        _ => false,
    };

    /// <summary>Whether a condition lets only so many rows through as the text says.</summary>
    private bool Limits(Node condition, Target target, IReadOnlyList<Node> sources)
    {
        var all = new List<Node>();
        Flatten(condition, all);
        if (all.Exists(single => LimitsAlone(single, target, sources))) return true;
        var equal = all.Select(single => EqualColumn(single, target, sources)).OfType<string>().ToHashSet();
        if (Keys(target.Table).Any(key => key.All(equal.Contains))) return true;
        return all.SelectMany(single => RangeEnds(single, target)).GroupBy(end => end.Column)
            .Any(ends => ends.Select(end => end.IsLower).Distinct().Count() == 2 && Keys(target.Table).Any(key => key is [var only] && only == ends.Key));
    }

    private bool LimitsAlone(Node condition, Target target, IReadOnlyList<Node> sources) => condition switch
    {
        CurrentOfExpr => true,
        _ when ConstantConditions.ValueOf(condition) == false => true,
        BoolExpr { Boolop: BoolExprType.OR_EXPR } any => any.Args.All(each => Limits(each, target, sources)),
        SubLink { SubLinkType: SubLinkType.ANY_SUBLINK, Testexpr: not null, OperName: [] or [StringValue { Sval: "=" }] } among => IsBounded(among.Subselect),
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP_ANY, Rexpr: SubLink { SubLinkType: SubLinkType.ARRAY_SUBLINK } array } => IsBounded(array.Subselect),
        _ => false,
    };

    /// <summary>The column of the target that a condition fixes at a value, or at one of a list.</summary>
    private string? EqualColumn(Node condition, Target target, IReadOnlyList<Node> sources)
    {
        if (condition is not A_Expr { Name: [.., StringValue { Sval: "=" }] } comparison) return null;
        var kind = comparison.Kind;
        if (kind is not (A_Expr_Kind.AEXPR_OP or A_Expr_Kind.AEXPR_IN or A_Expr_Kind.AEXPR_OP_ANY)) return null;
        if (target.ColumnOf(comparison.Lexpr) is { } left && IsValue(comparison.Rexpr, target, sources)) return left;
        return kind == A_Expr_Kind.AEXPR_OP && target.ColumnOf(comparison.Rexpr) is { } right && IsValue(comparison.Lexpr, target, sources) ? right : null;
    }

    private static IEnumerable<(string Column, bool IsLower)> RangeEnds(Node condition, Target target)
    {
        switch (condition)
        {
            case A_Expr { Kind: A_Expr_Kind.AEXPR_BETWEEN } between when target.ColumnOf(between.Lexpr) is { } column:
                yield return (column, true);
                yield return (column, false);
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "<" or "<=" or ">" or ">=" } name] } comparison:
                var greater = name.Sval[0] == '>';
                if (target.ColumnOf(comparison.Lexpr) is { } left) yield return (left, greater);
                else if (target.ColumnOf(comparison.Rexpr) is { } right) yield return (right, !greater);
                break;
        }
    }

    /// <summary>Something that is the same for all rows of the target, or comes from a source with few rows.</summary>
    private bool IsValue(Node? value, Target target, IReadOnlyList<Node> sources) =>
        value is not null && !target.IsNamedIn(value) && (sources.Count == 0 || !ColumnUse.In(value) || sources.All(IsBoundedSource));

    /// <summary>The columns of each unique index; of a table that no migration shows, what keys are mostly called.</summary>
    private IEnumerable<string[]> Keys(Relation table)
    {
        if (!table.KnowsColumns) return [["id"], ["uuid"], ["key"]];
        return table.Indexes.Select(id => _execution.Catalog.Find(id)).OfType<Catalog.Index>()
            .Where(index => index is { IsUnique: true, IsPartial: false, HasExpressions: false } && !index.KeyColumns.IsEmpty)
            .Select(index => index.KeyColumns.Select(number => table.FindColumn(number)?.Name ?? "").ToArray())
            .Concat(table.Constraints.Where(constraint => constraint.Kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique && constraint.Index is null && !constraint.Columns.IsEmpty)
                .Select(constraint => constraint.Columns.Select(number => table.FindColumn(number)?.Name ?? "").ToArray()));
    }

    private static void Flatten(Node condition, List<Node> all)
    {
        if (condition is BoolExpr { Boolop: BoolExprType.AND_EXPR } both)
            foreach (var each in both.Args) Flatten(each, all);
        else
            all.Add(condition);
    }

    /// <summary>Why a condition is true for each row, as the end of a sentence; null if it may be false for some.</summary>
    private string? AlwaysHolds(Node condition, Target target)
    {
        switch (condition)
        {
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Lexpr: A_Const, Rexpr: A_Const } when ConstantConditions.ValueOf(condition) == true:
                return "it compares constants";
            case { } when ConstantConditions.ValueOf(condition) == true:
                return "it is the constant true";
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "=" or "<=" or ">=" }] } self
                when target.ColumnOf(self.Lexpr) is { } column && column == target.ColumnOf(self.Rexpr) && IsNeverNull(target, column):
                return $"{column} is never null";
            case NullTest { Nulltesttype: NullTestType.IS_NOT_NULL } test when target.ColumnOf(test.Arg) is { } column && IsNeverNull(target, column):
                return $"{column} is never null";
            case SubLink { SubLinkType: SubLinkType.ANY_SUBLINK, OperName: [] or [StringValue { Sval: "=" }] } among when target.ColumnOf(among.Testexpr) is { } column && IsNeverNull(target, column) && IsAllOf(among.Subselect, target.Table, column):
                return $"it looks {column} up in all rows of the same table";
            case BoolExpr { Boolop: BoolExprType.AND_EXPR } and:
                var reasons = and.Args.Select(each => AlwaysHolds(each, target)).ToList();
                return reasons.Contains(null) ? null : reasons[0];
            case BoolExpr { Boolop: BoolExprType.OR_EXPR } or:
                return or.Args.Select(each => AlwaysHolds(each, target)).FirstOrDefault(reason => reason is not null);
            default:
                return null;
        }
    }

    /// <summary>Whether a query gives one column of all rows of a table.</summary>
    private bool IsAllOf(Node? query, Relation table, string column) =>
        query is SelectStmt { FromClause: [RangeVar from], WhereClause: null, LimitCount: null, LimitOffset: null, HavingClause: null, GroupClause: [], WithClause: null, Op: SetOperation.SETOP_NONE, TargetList: [ResTarget { Val: ColumnRef { Fields: [.., StringValue name] } }] }
        && name.Sval == column && _execution.FindRelation(NodeNames.Qualified(from))?.Id == table.Id;

    private static bool IsNeverNull(Target target, string column) => target.Table.FindColumn(column) is { NotNull: true };

    /// <summary>The table that is changed, under the name that the statement gives it.</summary>
    private sealed record Target(Relation Table, string Alias)
    {
        /// <summary>The target's column that an expression is; null if it is anything else.</summary>
        public string? ColumnOf(Node? expression) => expression switch
        {
            TypeCast { Arg: { } inner } => ColumnOf(inner),
            ColumnRef { Fields: [StringValue name] } when !Table.KnowsColumns || Table.FindColumn(name.Sval) is not null || name.Sval == "ctid" => name.Sval,
            ColumnRef { Fields: [.., StringValue qualifier, StringValue name] } when qualifier.Sval == Alias => name.Sval,
            _ => null,
        };

        public bool IsNamedIn(Node expression) => ColumnUse.In(expression, column => ColumnOf(column) is not null && (Table.KnowsColumns || column.Fields.Count > 1));
    }

    /// <summary>Whether an expression names a column.</summary>
    private sealed class ColumnUse(Func<ColumnRef, bool>? counts) : NodeVisitor
    {
        private bool _found;

        public static bool In(Node expression, Func<ColumnRef, bool>? counts = null)
        {
            var use = new ColumnUse(counts);
            use.Visit(expression);
            return use._found;
        }

        public override void Visit(Node node)
        {
            // A subquery has columns of its own, and gives one value.
            if (node is SubLink { SubLinkType: SubLinkType.EXPR_SUBLINK }) return;
            if (node is ColumnRef column && (counts is null || counts(column))) _found = true;
            base.Visit(node);
        }
    }
}
