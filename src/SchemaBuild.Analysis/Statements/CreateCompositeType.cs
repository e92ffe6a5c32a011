using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TYPE … AS (…): a relation without rows.</summary>
internal sealed class CreateCompositeType : StatementModel<CompositeTypeStmt>
{
    protected override string Kind(CompositeTypeStmt statement) => "CREATE_TYPE";

    protected override void Execute(CompositeTypeStmt statement, Execution execution)
    {
        var name = execution.NewName(statement.Typevar!);
        execution.MakeRoomForType(name);
        execution.MakeRoom(NameSpace.Relation, name);
        var type = execution.Add(new Relation { Name = name, Kind = RelationKind.CompositeType }).Id;
        var builder = new TableBuilder(execution);
        foreach (var attribute in statement.Coldeflist.OfType<ColumnDef>()) builder.AddColumn(type, attribute);
    }
}
