using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The type of an expression without columns, as far as literals, casts, built-in functions and operators tell it.</summary>
internal static class ExpressionTypes
{
    /// <summary>Null if it cannot be told; the type <c>unknown</c> for a string literal.</summary>
    public static BuiltInType? Of(Node? expression, Execution execution, Relation? table = null) =>
        Of(expression, execution, table is null ? _ => null : reference => reference.Fields is [.., StringValue name] ? table.FindColumn(name.Sval)?.Type : null);

    /// <param name="expression">Part of a query.</param>
    /// <param name="execution">The statement that holds it.</param>
    /// <param name="columnType">What a column is of; null if that is not known.</param>
    public static BuiltInType? Of(Node? expression, Execution execution, Func<ColumnRef, TypeRef?> columnType)
    {
        var builtIns = BuiltIns.Of(execution.Major);
        return expression switch
        {
            A_Const { Isnull: true } or A_Const { Val: StringValue } => builtIns.Types.Find("unknown"),
            A_Const { Val: IntegerValue } => builtIns.Types.Find("int4"),
            A_Const { Val: FloatValue number } => builtIns.Types.Find(long.TryParse(number.Fval, out _) ? "int8" : "numeric"),
            A_Const { Val: BooleanValue } => builtIns.Types.Find("bool"),
            A_Const { Val: BitStringValue } => builtIns.Types.Find("bit"),
            SQLValueFunction function => builtIns.Types.Find(SqlValueFunctions.TypeOf(function.Op)),
            TypeCast { TypeName: { } type } => TypeFacts.Of(TypeNames.Resolve(type, execution), execution),
            CollateClause collate => Of(collate.Arg, execution, columnType),
            ColumnRef reference => columnType(reference) is { } type ? TypeFacts.Of(type, execution) : null,
            BoolExpr or NullTest or BooleanTest or SubLink { SubLinkType: SubLinkType.EXISTS_SUBLINK } => builtIns.Types.Find("bool"),
            CoalesceExpr values => Common(values.Args, execution, columnType),
            MinMaxExpr values => Common(values.Args, execution, columnType),
            CaseExpr choice => Common([.. choice.Args.OfType<CaseWhen>().Select(when => when.Result!), .. choice.Defresult is { } otherwise ? new[] { otherwise } : []], execution, columnType),
            FuncCall { FuncVariadic: false } call when IsBuiltIn(call, execution) && All(call.Args, execution, columnType) is { } arguments =>
                Type(builtIns.Functions.Resolve(NodeNames.Text(call.Funcname[^1]), arguments), builtIns),
            A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue name] } operation when All(operation.Lexpr is null ? [operation.Rexpr!] : [operation.Lexpr, operation.Rexpr!], execution, columnType) is { } operands =>
                Type(builtIns.Operators.Resolve(name.Sval, operands), builtIns),
            _ => null,
        };
    }

    public static bool IsBuiltIn(FuncCall call, Execution execution)
    {
        var name = NodeNames.Qualified(call.Funcname);
        return name.Schema == "pg_catalog"
            || (name.Schema.Length == 0 && !execution.Session.State.Settings.SearchPath.Any(schema => execution.Catalog.FindFunctions(name with { Schema = schema }).Any()));
    }

    public static List<BuiltInType>? All(IReadOnlyList<Node> expressions, Execution execution, Relation? table) =>
        All(expressions, execution, table is null ? _ => null : reference => reference.Fields is [.., StringValue name] ? table.FindColumn(name.Sval)?.Type : null);

    private static BuiltInType? Common(IReadOnlyList<Node> expressions, Execution execution, Func<ColumnRef, TypeRef?> columnType) =>
        All(expressions, execution, columnType) is { } types ? BuiltIns.Of(execution.Major).Coercion.CommonType(types) : null;

    private static List<BuiltInType>? All(IReadOnlyList<Node> expressions, Execution execution, Func<ColumnRef, TypeRef?> columnType)
    {
        var types = expressions.Select(expression => Of(expression, execution, columnType)).OfType<BuiltInType>().ToList();
        return types.Count == expressions.Count ? types : null;
    }

    private static BuiltInType? Type(ResolvedCall? call, BuiltIns builtIns) => call is null ? null : builtIns.Types.Find(call.Result);
}
