using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What PostgreSQL refuses of an expression because of its types, as far as they are known: an operator that there is not, a condition that is none, a cast that
/// there is no way for (parse_oper.c, parse_coerce.c).
/// </summary>
internal sealed class ExpressionCheck(Execution execution, ExpressionTypes types)
{
    private readonly BuiltIns _builtIns = BuiltIns.Of(execution.Major);

    /// <summary>An expression over the columns of one table, or of none, whole.</summary>
    /// <exception cref="RefusedException">42883, 42804, 42846 or 42809.</exception>
    public static void Demand(Node? expression, Relation? table, Execution execution)
    {
        if (expression is not null) new Walk(new ExpressionCheck(execution, ExpressionTypes.In(table, execution))).Visit(expression);
    }

    /// <summary>A condition over the columns of one table, whole.</summary>
    /// <exception cref="RefusedException">42883, 42804, 42846 or 42809.</exception>
    public static void DemandCondition(Node? expression, Relation? table, string place, Execution execution) =>
        DemandCondition(expression, ExpressionTypes.In(table, execution), place, execution);

    /// <inheritdoc cref="DemandCondition(Node?, Relation?, string, Execution)"/>
    public static void DemandCondition(Node? expression, ExpressionTypes types, string place, Execution execution)
    {
        if (expression is null) return;
        var check = new ExpressionCheck(execution, types);
        new Walk(check).Visit(expression);
        check.DemandCondition(expression, place);
    }

    /// <summary>One node, after what is below it.</summary>
    /// <exception cref="RefusedException">42883, 42804, 42846 or 42809.</exception>
    public void Demand(Node node)
    {
        switch (node)
        {
            case A_Expr operation:
                Operation(operation);
                break;
            case BoolExpr logic:
                foreach (var argument in logic.Args) DemandCondition(argument, logic.Boolop.ToString()[..^"_EXPR".Length]);
                break;
            case BooleanTest test:
                DemandCondition(test.Arg, "IS");
                break;
            case CaseExpr choice:
                foreach (var when in choice.Args.OfType<CaseWhen>())
                    if (choice.Arg is null) DemandCondition(when.Expr, "CASE/WHEN");
                    else Operator("=", choice.Arg, when.Expr);
                DemandCommon(ExpressionTypes.ResultsOf(choice), "CASE");
                break;
            case CoalesceExpr values:
                DemandCommon(values.Args, "COALESCE");
                break;
            case MinMaxExpr values:
                DemandCommon(values.Args, values.Op == MinMaxOp.IS_GREATEST ? "GREATEST" : "LEAST");
                break;
            case A_ArrayExpr array:
                DemandCommon(array.Elements, "ARRAY");
                break;
            case FuncCall call:
                Call(call);
                break;
            // Elements of an array become what the array is cast to, one by one.
            case TypeCast { Arg: { } value and not A_ArrayExpr, TypeName: { } target }:
                DemandCast(value, TypeNames.Resolve(target, execution));
                break;
        }
    }

    /// <summary>What WHERE, HAVING, ON, FILTER and CHECK want.</summary>
    /// <exception cref="RefusedException">42804.</exception>
    public void DemandCondition(Node? expression, string place)
    {
        if (types.Of(expression) is { IsUnknown: false } type && IsCertain(type) && !_builtIns.Coercion.CanCoerce(type, _builtIns.Types.Find("bool")!, CastContext.Assignment) && !execution.Catalog.HasOwnOperators)
            throw new RefusedException("42804", $"argument of {place} must be type boolean, not type {type.DisplayName}");
    }

    /// <param name="name">For example <c>=</c>.</param>
    /// <param name="left">Type of its left side, or null if that is not known.</param>
    /// <param name="right">Type of its right side, or null if that is not known.</param>
    /// <exception cref="RefusedException">42883 or 42725.</exception>
    public void DemandOperator(string name, BuiltInType? left, BuiltInType? right)
    {
        if (left is not null && right is not null) DemandOperator(name, [left, right]);
    }

    private void DemandOperator(string name, IReadOnlyList<BuiltInType> operands)
    {
        if (!Judges(name) || !operands.All(IsCertain) || _builtIns.Operators.Resolve(name, operands) is not null) return;
        var shown = string.Join($" {name} ", operands.Select(operand => operand.DisplayName));
        throw _builtIns.Operators.Fits(name, operands)
            ? new RefusedException("42725", $"operator is not unique: {shown}")
            : new RefusedException("42883", $"operator does not exist: {(operands.Count == 1 ? $"{name} " : "")}{shown}");
    }

    /// <summary>What extensions bring compares their own types.</summary>
    private bool Judges(string name) => !execution.Catalog.HasOwnOperators && _builtIns.Operators.Find(name).Count > 0 && (!execution.Catalog.HasExtensions || Comparisons.Contains(name));

    private static readonly HashSet<string> Comparisons = ["=", "<>", "<", ">", "<=", ">="];

    /// <summary>Of what is not built in only enums and domains are known well enough to say what takes them.</summary>
    private bool IsCertain(BuiltInType type) => type.IsUnknown || type.Kind is not (TypeKind.Pseudo or TypeKind.Composite) && (type.Kind is TypeKind.Enum or TypeKind.Domain || type.Base is not null || _builtIns.Types.Find(type.Name) is not null);

    private void Operation(A_Expr operation)
    {
        // OPERATOR(schema.+) says itself where to look.
        if (operation.Name is not [StringValue name]) return;
        var (left, right) = (operation.Lexpr, operation.Rexpr);
        switch (operation.Kind)
        {
            case A_Expr_Kind.AEXPR_OP when left is RowExpr one && right is RowExpr other && one.Args.Count == other.Args.Count:
                foreach (var (first, second) in one.Args.Zip(other.Args)) Operator(name.Sval, first, second);
                break;
            case A_Expr_Kind.AEXPR_OP when left is RowExpr || right is RowExpr:
                break;
            case A_Expr_Kind.AEXPR_OP when left is null:
                if (types.Of(right) is { } only) DemandOperator(name.Sval, [only]);
                break;
            case A_Expr_Kind.AEXPR_OP or A_Expr_Kind.AEXPR_LIKE or A_Expr_Kind.AEXPR_ILIKE or A_Expr_Kind.AEXPR_SIMILAR:
                Operator(name.Sval, left, right);
                break;
            case A_Expr_Kind.AEXPR_DISTINCT or A_Expr_Kind.AEXPR_NOT_DISTINCT or A_Expr_Kind.AEXPR_NULLIF:
                Operator("=", left, right);
                break;
            case A_Expr_Kind.AEXPR_OP_ANY or A_Expr_Kind.AEXPR_OP_ALL:
                Elements(name.Sval, left, right);
                break;
            case A_Expr_Kind.AEXPR_IN when right is NodeList list:
                List(name.Sval, left, list.Items);
                break;
            case A_Expr_Kind.AEXPR_BETWEEN or A_Expr_Kind.AEXPR_NOT_BETWEEN when right is NodeList { Items: [var low, var high] }:
                var isNot = operation.Kind == A_Expr_Kind.AEXPR_NOT_BETWEEN;
                Operator(isNot ? "<" : ">=", left, low);
                Operator(isNot ? ">" : "<=", left, high);
                break;
        }
    }

    private void Call(FuncCall call)
    {
        DemandCondition(call.AggFilter, "FILTER");
        var functions = _builtIns.Functions;
        var name = NodeNames.Text(call.Funcname[^1]);
        if (call is not { FuncVariadic: false, AggWithinGroup: false, AggStar: false } || execution.Catalog.HasExtensions || execution.Catalog.HasOwnOperators
            || functions.Find(name).Count == 0 || _builtIns.Types.Find(name) is not null || !ExpressionTypes.IsBuiltIn(call, execution)) return;
        if (types.OfAll(call.Args) is not { } arguments || !arguments.TrueForAll(IsCertain) || functions.Fits(name, arguments)) return;
        throw new RefusedException("42883", $"function {name}({string.Join(", ", arguments.Select(argument => argument.DisplayName))}) does not exist");
    }

    private void Operator(string name, Node? left, Node? right) => DemandOperator(name, types.Of(left), types.Of(right));

    private void Elements(string name, Node? left, Node? array)
    {
        if (types.Of(array) is not { IsUnknown: false } type || !IsCertain(type)) return;
        if (_builtIns.Types.BaseOf(type).Element is null) throw new RefusedException("42809", "op ANY/ALL (array) requires array on right side");
        DemandOperator(name, types.Of(left), _builtIns.Types.ElementOf(_builtIns.Types.BaseOf(type)));
    }

    /// <summary>The values are taken for an array if they have a type in common, else each is compared by itself.</summary>
    private void List(string name, Node? left, IReadOnlyList<Node> values)
    {
        if (left is RowExpr) return;
        if (types.Of(left) is { } first && types.OfAll(values) is { } all && _builtIns.Coercion.CommonType([first, .. all]) is { } common) DemandOperator(name, first, common);
        else foreach (var value in values) Operator(name, left, value);
    }

    private void DemandCommon(IReadOnlyList<Node> values, string place)
    {
        if (types.OfAll(values) is not { Count: > 0 } all || !all.TrueForAll(IsCertain) || execution.Catalog.HasOwnOperators || _builtIns.Coercion.CommonType(all) is not null) return;
        var known = all.Where(type => !type.IsUnknown).Select(type => type.DisplayName).Distinct();
        throw new RefusedException("42804", $"{place} types {string.Join(" and ", known)} cannot be matched");
    }

    private void DemandCast(Node value, TypeRef target)
    {
        if (execution.Catalog.HasOwnOperators || types.Of(value) is not { IsUnknown: false } from || !IsCertain(from) || TypeFacts.Of(target, execution) is not { } to || !IsCertain(to)) return;
        // An extension casts to and from its own types.
        if (!_builtIns.Coercion.CanCoerce(from, to, CastContext.Explicit)) throw new RefusedException("42846", $"cannot cast type {from.DisplayName} to {to.DisplayName}");
    }

    private sealed class Walk(ExpressionCheck check) : NodeVisitor
    {
        public override void Visit(Node node)
        {
            // What is within a query is a matter of its own names.
            if (node is SubLink) return;
            base.Visit(node);
            check.Demand(node);
        }
    }
}
