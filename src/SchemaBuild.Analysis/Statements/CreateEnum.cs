using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TYPE … AS ENUM; its first values can be used at once.</summary>
internal sealed class CreateEnum : StatementModel<CreateEnumStmt>
{
    protected override string Kind(CreateEnumStmt statement) => "CREATE_TYPE";

    protected override void Execute(CreateEnumStmt statement, Execution execution)
    {
        var name = execution.NewName(NodeNames.Qualified(statement.TypeName));
        execution.MakeRoomForType(name);
        execution.Add(new EnumType { Name = name, Values = [.. statement.Vals.Select(value => new EnumValue(NodeNames.Text(value), AddedBy: 0))] });
    }
}
