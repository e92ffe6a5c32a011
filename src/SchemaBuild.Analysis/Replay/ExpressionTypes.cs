using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The type of an expression without columns, as far as literals, casts, built-in functions and operators tell it.</summary>
internal static class ExpressionTypes
{
    /// <summary>Null if it cannot be told; the type <c>unknown</c> for a string literal.</summary>
    public static BuiltInType? Of(Node? expression, Execution execution, Relation? table = null)
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
            CollateClause collate => Of(collate.Arg, execution, table),
            ColumnRef { Fields: [.., StringValue name] } => table?.FindColumn(name.Sval) is { } column ? TypeFacts.Of(column.Type, execution) : null,
            FuncCall { FuncVariadic: false } call when IsBuiltIn(call, execution) && All(call.Args, execution, table) is { } arguments =>
                Type(builtIns.Functions.Resolve(NodeNames.Text(call.Funcname[^1]), arguments), builtIns),
            A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue name] } operation when All(operation.Lexpr is null ? [operation.Rexpr!] : [operation.Lexpr, operation.Rexpr!], execution, table) is { } operands =>
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

    public static List<BuiltInType>? All(IReadOnlyList<Node> expressions, Execution execution, Relation? table)
    {
        var types = expressions.Select(expression => Of(expression, execution, table)).OfType<BuiltInType>().ToList();
        return types.Count == expressions.Count ? types : null;
    }

    private static BuiltInType? Type(ResolvedCall? call, BuiltIns builtIns) => call is null ? null : builtIns.Types.Find(call.Result);
}
