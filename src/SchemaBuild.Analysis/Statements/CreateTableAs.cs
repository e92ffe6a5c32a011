using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TABLE AS and CREATE MATERIALIZED VIEW: ACCESS SHARE on what they read.</summary>
internal sealed class CreateTableAs : StatementModel<CreateTableAsStmt>
{
    protected override string Kind(CreateTableAsStmt statement) => IsMaterializedView(statement) ? "CREATE_MATVIEW" : "CREATE_TABLE";

    protected override void Execute(CreateTableAsStmt statement, Execution execution)
    {
        var query = statement.Query is ExecuteStmt prepared ? execution.Session.Prepared.GetValueOrDefault(prepared.Name) ?? prepared : statement.Query!;
        QueryTables.Create(statement.Into!, query, IsMaterializedView(statement) ? RelationKind.MaterializedView : RelationKind.Table, statement.IfNotExists, execution);
    }

    private static bool IsMaterializedView(CreateTableAsStmt statement) => statement.Objtype == ObjectType.OBJECT_MATVIEW;
}
