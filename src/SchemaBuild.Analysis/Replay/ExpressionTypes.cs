using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The types of the expressions of one place, as far as literals, casts, columns, built-in functions and operators tell them.</summary>
/// <param name="execution">The statement that holds them.</param>
/// <param name="columnType">What a column is of; null if that is not known.</param>
internal sealed class ExpressionTypes(Execution execution, Func<ColumnRef, TypeRef?> columnType)
{
    private readonly BuiltIns _builtIns = BuiltIns.Of(execution.Major);

    // What stands below an operator is asked for again by everything around it.
    private Dictionary<Node, BuiltInType?>? _known;

    /// <summary>Of expressions over the columns of one table, or of none.</summary>
    public static ExpressionTypes In(Relation? table, Execution execution) =>
        new(execution, table is null ? _ => null : reference => reference.Fields is [.., StringValue name] ? table.FindColumn(name.Sval)?.Type : null);

    /// <summary>Null if it cannot be told; the type <c>unknown</c> for a string literal.</summary>
    public BuiltInType? Of(Node? expression) => expression is not null && _known is not null && _known.TryGetValue(expression, out var known) ? known : expression switch
    {
        null => null,
        A_Const constant => OfConstant(constant),
        ColumnRef reference => columnType(reference) is { } type ? TypeFacts.Of(type, execution) : null,
        _ => Remember(expression, OfParts(expression)),
    };

    /// <summary>Null if one of them cannot be told.</summary>
    public List<BuiltInType>? OfAll(IReadOnlyList<Node> expressions)
    {
        var types = new List<BuiltInType>(expressions.Count);
        foreach (var expression in expressions)
            if (Of(expression) is { } type)
                types.Add(type);
            else
                return null;
        return types;
    }

    /// <summary>What else has shown the type of an expression: a query in parentheses.</summary>
    public BuiltInType? Remember(Node expression, BuiltInType? type) => (_known ??= [])[expression] = type;

    private BuiltInType? OfConstant(A_Const constant) => constant switch
    {
        { Isnull: true } or { Val: StringValue } => _builtIns.Types.Find("unknown"),
        { Val: IntegerValue } => _builtIns.Types.Find("int4"),
        { Val: FloatValue number } => _builtIns.Types.Find(long.TryParse(number.Fval, out _) ? "int8" : "numeric"),
        { Val: BooleanValue } => _builtIns.Types.Find("bool"),
        { Val: BitStringValue } => _builtIns.Types.Find("bit"),
        _ => null,
    };

    private BuiltInType? OfParts(Node expression) => expression switch
    {
        SQLValueFunction function => _builtIns.Types.Find(SqlValueFunctions.TypeOf(function.Op)),
        TypeCast { TypeName: { } type } => TypeFacts.Of(TypeNames.Resolve(type, execution), execution),
        CollateClause collate => Of(collate.Arg),
        BoolExpr or NullTest or BooleanTest or SubLink { SubLinkType: SubLinkType.EXISTS_SUBLINK or SubLinkType.ANY_SUBLINK or SubLinkType.ALL_SUBLINK } => _builtIns.Types.Find("bool"),
        CoalesceExpr values => Common(values.Args),
        MinMaxExpr values => Common(values.Args),
        CaseExpr choice => Common(ResultsOf(choice)),
        A_ArrayExpr { Elements: [_, ..] elements } when Common(elements) is { IsUnknown: false } element => _builtIns.Types.ArrayOf(element),
        FuncCall { FuncVariadic: false } call when IsBuiltIn(call, execution) && OfAll(call.Args) is { } arguments => Type(_builtIns.Functions.Resolve(NodeNames.Text(call.Funcname[^1]), arguments)),
        FuncCall call when _builtIns.Functions.Find(NodeNames.Text(call.Funcname[^1])).Count == 0 && execution.FindFunctions(NodeNames.Qualified(call.Funcname)).ToList() is [{ Result: { } result } only] && only.Arguments.Length == call.Args.Count => TypeFacts.Of(result, execution),
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP or A_Expr_Kind.AEXPR_LIKE or A_Expr_Kind.AEXPR_ILIKE or A_Expr_Kind.AEXPR_SIMILAR, Name: [StringValue name] } operation
            when OfAll(operation.Lexpr is null ? [operation.Rexpr!] : [operation.Lexpr, operation.Rexpr!]) is { } operands => Type(_builtIns.Operators.Resolve(name.Sval, operands)),
        A_Expr { Kind: A_Expr_Kind.AEXPR_NULLIF } either => Of(either.Lexpr),
        A_Expr { Kind: not A_Expr_Kind.AEXPR_OP } => _builtIns.Types.Find("bool"),
        _ => null,
    };

    /// <summary>What CASE chooses from.</summary>
    public static List<Node> ResultsOf(CaseExpr choice)
    {
        var results = choice.Args.OfType<CaseWhen>().Select(when => when.Result!).ToList();
        if (choice.Defresult is { } otherwise) results.Add(otherwise);
        return results;
    }

    /// <summary>True unless a migration shows a function of this name.</summary>
    public static bool IsBuiltIn(FuncCall call, Execution execution)
    {
        var name = NodeNames.Qualified(call.Funcname);
        return name.Schema == "pg_catalog"
            || (name.Schema.Length == 0 && !execution.Session.State.Settings.SearchPath.Any(schema => execution.Catalog.FindFunctions(name with { Schema = schema }).Any()));
    }

    private BuiltInType? Common(IReadOnlyList<Node> expressions) => OfAll(expressions) is { } types ? _builtIns.Coercion.CommonType(types) : null;

    private BuiltInType? Type(ResolvedCall? call) => call is null ? null : _builtIns.Types.Find(call.Result);
}
