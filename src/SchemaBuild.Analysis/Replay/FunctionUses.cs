using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Whether an expression over a relation calls a function.</summary>
internal sealed class FunctionUses : NodeVisitor
{
    private readonly Function _function;
    private readonly Relation _relation;
    private readonly Execution _execution;
    private bool _isFound;

    private FunctionUses(Function function, Relation relation, Execution execution) => (_function, _relation, _execution) = (function, relation, execution);

    public static bool Has(Node? expression, Function function, Relation relation, Execution execution)
    {
        if (expression is null) return false;
        var uses = new FunctionUses(function, relation, execution);
        uses.Visit(expression);
        return uses._isFound;
    }

    /// <summary>The one of several functions that a call means: the only one that takes as many arguments, else the one with just their types; else null.</summary>
    public static Function? Choose(IEnumerable<Function> candidates, FuncCall call, Func<string, TypeRef?> columnType, Execution execution)
    {
        var callable = candidates.Where(function => function.Accepts(call.Args.Count)).ToList();
        if (callable.Count < 2) return callable.FirstOrDefault();
        var types = call.Args.Select(argument => argument switch
        {
            ColumnRef { Fields: [.., StringValue name] } => columnType(name.Sval),
            A_Const { Val: IntegerValue } => TypeRef.BuiltIn("int4"),
            A_Const { Val: BooleanValue } => TypeRef.BuiltIn("bool"),
            TypeCast { TypeName: { } type } => TypeNames.Resolve(type, execution),
            _ => null,
        }).ToList();
        return callable.FirstOrDefault(function => function.Arguments.Length >= types.Count
            && types.Zip(function.Arguments).All(pair => pair.First is { } type && type.Name == pair.Second.Name && type.IsArray == pair.Second.IsArray));
    }

    public override void Visit(Node node)
    {
        if (node is FuncCall call && NodeNames.Qualified(call.Funcname) is var name && name.Name == _function.Name.Name && (name.Schema.Length == 0 || name.Schema == _function.Name.Schema))
        {
            // The function itself is gone from the catalogue by now.
            var others = _execution.Catalog.FindFunctions(_function.Name).Append(_function).DistinctBy(function => function.Id);
            _isFound |= Choose(others, call, column => _relation.FindColumn(column)?.Type, _execution)?.Id == _function.Id;
        }

        base.Visit(node);
    }
}
