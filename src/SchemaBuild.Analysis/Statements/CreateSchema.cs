using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE SCHEMA, and the objects that it creates in it.</summary>
internal sealed class CreateSchema : StatementModel<CreateSchemaStmt>
{
    protected override void Execute(CreateSchemaStmt statement, Execution execution)
    {
        var name = new QualifiedName("", Identifier.Truncate(statement.Schemaname.Length > 0 ? statement.Schemaname : statement.Authrole?.Rolename ?? ""));
        if (!execution.MakeRoom(NameSpace.Schema, name, statement.IfNotExists)) return;
        // IF NOT EXISTS leaves open whether the schema was there before, with something in it.
        execution.Add(new Schema { Name = name, IsAssumed = statement.IfNotExists });

        var outside = execution.Session.State.Settings;
        execution.Session.State = execution.Session.State with { Settings = outside.Set("search_path", [name.Name, .. outside.SearchPath], isLocal: true) };
        foreach (var element in statement.SchemaElts.OrderBy(Order)) execution.Run(element);
        execution.Session.State = execution.Session.State with { Settings = outside };
    }

    /// <summary>The server sorts the elements: sequences, tables, views, indexes, triggers, grants.</summary>
    private static int Order(Node element) => element switch
    {
        CreateSeqStmt => 0,
        CreateStmt => 1,
        ViewStmt => 2,
        IndexStmt => 3,
        CreateTrigStmt => 4,
        _ => 5,
    };
}
