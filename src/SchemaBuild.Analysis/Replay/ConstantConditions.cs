using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The value of a condition that names nothing: <c>true</c>, <c>1 = 1</c>, <c>NOT false</c>, <c>2 > 1 AND 'a' = 'a'</c>.</summary>
internal static class ConstantConditions
{
    /// <summary>Null if it is not constant, or NULL.</summary>
    public static bool? ValueOf(Node? condition) => condition switch
    {
        A_Const { Val: BooleanValue flag } => flag.Boolval,
        TypeCast { TypeName.Names: [.., StringValue { Sval: "bool" }], Arg: A_Const { Val: StringValue word } } => word.Sval.Trim().ToUpperInvariant() switch
        {
            "T" or "TRUE" or "Y" or "YES" or "ON" or "1" => true,
            "F" or "FALSE" or "N" or "NO" or "OFF" or "0" => false,
            _ => null,
        },
        TypeCast { TypeName.Names: [.., StringValue { Sval: "bool" }], Arg: A_Const { Val: IntegerValue number } } => number.Ival != 0,
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue name], Lexpr: A_Const left, Rexpr: A_Const right } => Compare(left, right) is { } order ? Holds(name.Sval, order) : null,
        BoolExpr { Boolop: BoolExprType.NOT_EXPR, Args: [var only] } => !ValueOf(only),
        BoolExpr { Boolop: BoolExprType.AND_EXPR } and => and.Args.Any(each => ValueOf(each) == false) ? false : and.Args.All(each => ValueOf(each) == true) ? true : null,
        BoolExpr { Boolop: BoolExprType.OR_EXPR } or => or.Args.Any(each => ValueOf(each) == true) ? true : or.Args.All(each => ValueOf(each) == false) ? false : null,
        _ => null,
    };

    /// <summary>Texts can only be equal or not: their order is the collation's.</summary>
    private static int? Compare(A_Const left, A_Const right) => (left.Val, right.Val) switch
    {
        (IntegerValue a, IntegerValue b) => a.Ival.CompareTo(b.Ival),
        (StringValue a, StringValue b) when a.Sval == b.Sval => 0,
        (BooleanValue a, BooleanValue b) => a.Boolval.CompareTo(b.Boolval),
        _ => null,
    };

    private static bool? Holds(string name, int order) => name switch
    {
        "=" => order == 0,
        "<>" or "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => null,
    };
}
