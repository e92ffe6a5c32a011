using System.Globalization;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Judging;

/// <summary>What the validated CHECKs of a table say about the values of one column, as far as they compare it with constants.</summary>
internal sealed class ValueProof
{
    private decimal _least = decimal.MinValue;
    private decimal _greatest = decimal.MaxValue;
    private decimal _longest = decimal.MaxValue;
    private HashSet<string>? _only;

    private ValueProof()
    {
    }

    public static ValueProof Of(Relation table, Column column)
    {
        var proof = new ValueProof();
        foreach (var check in table.Constraints.Where(own => own is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true }))
            if (check.Expression is { } expression) proof.Add(expression, column.Name);
        return proof;
    }

    public bool IsBetween(decimal least, decimal greatest) => _least >= least && _greatest <= greatest;

    public bool IsAtMostLong(int characters) => _longest <= characters || (_only is not null && _only.All(value => value.Length <= characters));

    public bool IsOneOf(IEnumerable<string> values) => _only?.IsSubsetOf(values) ?? false;

    private void Add(Node expression, string column)
    {
        switch (expression)
        {
            case BoolExpr { Boolop: BoolExprType.AND_EXPR } and:
                foreach (var arm in and.Args) Add(arm, column);
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_BETWEEN, Lexpr: { } value, Rexpr: NodeList { Items: [var from, var to] } }:
                Compare(value, ">=", from, column);
                Compare(value, "<=", to, column);
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_IN, Name: [StringValue { Sval: "=" }], Lexpr: { } value, Rexpr: NodeList list } when IsColumn(value, column):
                OneOf(list.Items);
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP_ANY, Name: [StringValue { Sval: "=" }], Lexpr: { } value, Rexpr: A_ArrayExpr array } when IsColumn(value, column):
                OneOf(array.Elements);
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue name], Lexpr: { } left, Rexpr: { } right }:
                Compare(left, name.Sval, right, column);
                Compare(right, Mirrored(name.Sval), left, column);
                break;
        }
    }

    private void OneOf(IReadOnlyList<Node> values)
    {
        var numbers = values.Select(Number).ToList();
        if (!numbers.Contains(null)) (_least, _greatest) = (Math.Max(_least, numbers.Min()!.Value), Math.Min(_greatest, numbers.Max()!.Value));
        var texts = values.Select(Text).ToList();
        if (!texts.Contains(null)) _only = [.. texts.OfType<string>()];
    }

    private void Compare(Node value, string comparison, Node constant, string column)
    {
        if (Number(constant) is not { } number) return;
        if (IsColumn(value, column))
        {
            if (comparison is "<" or "<=" or "=") _greatest = Math.Min(_greatest, number);
            if (comparison is ">" or ">=" or "=") _least = Math.Max(_least, number);
        }
        else if (value is FuncCall { Funcname: [.., StringValue { Sval: "length" or "char_length" or "character_length" or "octet_length" }], Args: [var argument] } && IsColumn(argument, column) && comparison is "<" or "<=" or "=")
        {
            _longest = Math.Min(_longest, number);
        }
    }

    private static string Mirrored(string comparison) => comparison switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => comparison,
    };

    private static bool IsColumn(Node node, string column) => node switch
    {
        ColumnRef { Fields: [.., StringValue name] } => name.Sval == column,
        TypeCast { Arg: { } inner, TypeName.Names: [.., StringValue { Sval: "text" or "varchar" or "int8" or "numeric" }] } => IsColumn(inner, column),
        _ => false,
    };

    private static decimal? Number(Node node) => node switch
    {
        A_Const { Val: IntegerValue value } => value.Ival,
        A_Const { Val: FloatValue value } when decimal.TryParse(value.Fval, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "-" }], Lexpr: null, Rexpr: { } inner } => -Number(inner),
        TypeCast { Arg: { } inner } => Number(inner),
        _ => null,
    };

    private static string? Text(Node node) => node switch
    {
        A_Const { Val: StringValue value } => value.Sval,
        TypeCast { Arg: { } inner } => Text(inner),
        _ => null,
    };
}
