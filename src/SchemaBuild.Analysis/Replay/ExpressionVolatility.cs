using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Whether an expression may give another value for each row, or in another session: contain_volatile_functions and contain_mutable_functions in PostgreSQL's
/// clauses.c. Of what is built in only functions can be volatile; operators, casts and CURRENT_TIMESTAMP and its like can be STABLE.
/// </summary>
internal sealed class ExpressionVolatility : NodeVisitor
{
    private readonly Execution _execution;

    private readonly ExpressionTypes _types;

    private ExpressionVolatility(Execution execution, Relation? table) => (_execution, _types) = (execution, ExpressionTypes.In(table, execution));

    /// <summary>The worst of the functions that are known.</summary>
    public Volatility Known { get; private set; } = Volatility.Immutable;

    /// <summary>
    /// What it is at least, whichever overload is meant: enough to say that the server refuses. Functions in SQL do not count, because the server looks at what
    /// they are after inlining.
    /// </summary>
    public Volatility Certain { get; private set; } = Volatility.Immutable;

    /// <summary>True if a function is called that no migration shows.</summary>
    public bool CallsUnknown { get; private set; }

    /// <summary>What must be reckoned with: a function that nobody has shown is volatile, as CREATE FUNCTION makes them.</summary>
    public bool MayBeVolatile => Known == Volatility.Volatile || CallsUnknown;

    /// <param name="expression">The expression.</param>
    /// <param name="execution">Where it stands.</param>
    /// <param name="table">The table whose columns it may name.</param>
    public static ExpressionVolatility Of(Node expression, Execution execution, Relation? table = null)
    {
        var volatility = new ExpressionVolatility(execution, table);
        volatility.Visit(expression);
        return volatility;
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case FuncCall call:
                Add(VolatilityOf(call), LeastOf(call));
                break;
            case SQLValueFunction:
                Add(SqlValueFunctions.Volatility, SqlValueFunctions.Volatility);
                break;
            case A_Expr operation:
                Add(Volatility.Immutable, LeastOf(operation));
                break;
            case TypeCast { Arg: { } value and not A_ArrayExpr, TypeName: { } type }:
                Add(Volatility.Immutable, LeastOf(value, type));
                break;
        }

        base.Visit(node);
    }

    private void Add(Volatility? found, Volatility least)
    {
        if (found is null) CallsUnknown = true;
        else if (found > Known) Known = found.Value;
        if (least > Certain) Certain = least;
    }

    private Volatility LeastOf(FuncCall call)
    {
        var name = NodeNames.Qualified(call.Funcname);
        var builtIns = BuiltIns.Of(_execution.Major);
        if (!call.FuncVariadic && ExpressionTypes.IsBuiltIn(call, _execution) && _types.OfAll(call.Args) is { } arguments
            && builtIns.Functions.Resolve(name.Name, arguments) is { } resolved) return resolved.Volatility;
        // date(x) may be a cast that is written like a call.
        if (call.Args.Count == 1 && builtIns.Types.Find(name.Name) is not null) return Volatility.Immutable;
        var builtIn = name.Schema is "" or "pg_catalog" ? builtIns.Functions.Find(name.Name).Select(overload => overload.Volatility) : [];
        var own = OwnFunctions(name, call).Select(function => function.Language == "sql" ? Volatility.Immutable : function.Volatility);
        return builtIn.Concat(own).DefaultIfEmpty(Volatility.Immutable).Min();
    }

    private Volatility LeastOf(A_Expr operation)
    {
        if (operation is not { Name: [StringValue name], Rexpr: { } right } || _execution.Catalog.HasOwnOperators) return Volatility.Immutable;
        var operators = BuiltIns.Of(_execution.Major).Operators;
        var operands = operation switch
        {
            { Kind: A_Expr_Kind.AEXPR_IN, Lexpr: { } left, Rexpr: NodeList list } => list.Items.Select(item => _types.OfAll([left, item])),
            { Kind: A_Expr_Kind.AEXPR_BETWEEN or A_Expr_Kind.AEXPR_NOT_BETWEEN, Lexpr: { } left, Rexpr: NodeList list } => list.Items.Select(item => _types.OfAll([left, item])),
            { Lexpr: { } left } => [_types.OfAll([left, right])],
            _ => [_types.OfAll([right])],
        };
        var symbol = operation.Kind is A_Expr_Kind.AEXPR_BETWEEN or A_Expr_Kind.AEXPR_NOT_BETWEEN ? "<" : name.Sval;
        return operands.Select(types => types is null ? null : operators.Resolve(symbol, types)?.Volatility).Max() ?? Volatility.Immutable;
    }

    /// <summary>A literal is converted when the statement is read.</summary>
    private Volatility LeastOf(Node value, TypeName target)
    {
        if (_execution.Catalog.HasOwnOperators || _types.Of(value) is not { IsUnknown: false } from || TypeFacts.Of(TypeNames.Resolve(target, _execution), _execution) is not { } to) return Volatility.Immutable;
        return BuiltIns.Of(_execution.Major).Coercion.FindPath(from, to, CastContext.Explicit) is { Method: not CoercionMethod.None } path ? path.Volatility : Volatility.Immutable;
    }

    private IEnumerable<Function> OwnFunctions(QualifiedName name, FuncCall call)
    {
        var schemas = name.Schema.Length > 0 ? [name.Schema] : _execution.Session.State.Settings.SearchPath;
        return schemas.SelectMany(schema => _execution.Catalog.FindFunctions(name with { Schema = schema })).Where(function => function.Accepts(call.Args.Count));
    }

    private Volatility? VolatilityOf(FuncCall call)
    {
        var name = NodeNames.Qualified(call.Funcname);
        var builtIn = name.Schema is "" or "pg_catalog"
            ? BuiltIns.Of(_execution.Major).Functions.VolatilityOf(name.Name, [.. call.Args.Select(argument => ExpressionTypes.In(null, _execution).Of(argument))])
            : null;
        var own = OwnFunctions(name, call)
            .Select(function => (Volatility?)function.Volatility)
            .Max();
        return builtIn is null ? own : own is null || builtIn > own ? builtIn : own;
    }
}
