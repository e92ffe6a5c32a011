using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE AGGREGATE, OPERATOR, COLLATION, base types and text search objects; of those only what others can depend on is in the catalogue.</summary>
internal sealed class Define : StatementModel<DefineStmt>
{
    protected override string Kind(DefineStmt statement) => ObjectTypes.Kind("CREATE", statement.Kind);

    protected override void Execute(DefineStmt statement, Execution execution)
    {
        var name = execution.NewName(NodeNames.Qualified(statement.Defnames));
        switch (statement.Kind)
        {
            case ObjectType.OBJECT_AGGREGATE:
                var types = statement.Oldstyle
                    ? [BaseType(statement)]
                    : (statement.Args.OfType<NodeList>().FirstOrDefault()?.Items ?? []).OfType<FunctionParameter>().Select(argument => argument.ArgType);
                var arguments = types.OfType<TypeName>().Select(type => TypeNames.Resolve(type, execution)).ToImmutableArray();
                var aggregate = new Function { Name = name, Kind = FunctionKind.Aggregate, Arguments = arguments, Language = "internal", Volatility = ServerFacts.Volatility.Immutable };
                if (statement.Replace && execution.Catalog.Find(NameSpace.Function, aggregate.Key) is { } old) execution.Remove(old);
                execution.MakeRoom(NameSpace.Function, aggregate.Key);
                execution.Add(aggregate);
                break;
            case ObjectType.OBJECT_OPERATOR:
                execution.NoteOwnOperators();
                break;
            case ObjectType.OBJECT_COLLATION when execution.MakeRoom(NameSpace.Collation, name, statement.IfNotExists):
                execution.Add(new Collation { Name = name });
                break;
            case ObjectType.OBJECT_TYPE:
                if (execution.Catalog.Find(NameSpace.Type, name) is BaseType shell) execution.Remove(shell);
                execution.MakeRoom(NameSpace.Type, name);
                execution.Add(new BaseType { Name = name });
                break;
        }
    }

    /// <summary>The one argument of the old form, BASETYPE = type; "ANY" is none.</summary>
    private static TypeName? BaseType(DefineStmt statement) =>
        DefElems.Find(statement.Definition, "basetype")?.Arg is TypeName type && !NodeNames.Qualified(type).Name.Equals("any", StringComparison.OrdinalIgnoreCase) ? type : null;
}
