using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TYPE … AS RANGE, with its multirange.</summary>
internal sealed class CreateRange : StatementModel<CreateRangeStmt>
{
    protected override string Kind(CreateRangeStmt statement) => "CREATE_TYPE";

    protected override void Execute(CreateRangeStmt statement, Execution execution)
    {
        var name = execution.NewName(NodeNames.Qualified(statement.TypeName));
        execution.MakeRoomForType(name);
        var subtype = DefElems.Find(statement.Params, "subtype")?.Arg is TypeName type ? TypeNames.Resolve(type, execution) : TypeRef.BuiltIn("text");
        var range = execution.Add(new RangeType { Name = name, Subtype = subtype });
        var multirange = DefElems.Text(statement.Params, "multirange_type_name")
            ?? (name.Name.Contains("range", StringComparison.Ordinal) ? name.Name.Replace("range", "multirange", StringComparison.Ordinal) : $"{name.Name}_multirange");
        execution.Add(new RangeType { Name = name with { Name = Identifier.Truncate(multirange) }, Subtype = subtype, DependsOn = [new Dependency(range.Id)] });
    }
}
