using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE SCHEMA. Statements inside it are not replayed.</summary>
internal sealed class CreateSchema : StatementModel<CreateSchemaStmt>
{
    protected override void Execute(CreateSchemaStmt statement, Execution execution)
    {
        var name = new QualifiedName("", Identifier.Truncate(statement.Schemaname.Length > 0 ? statement.Schemaname : statement.Authrole?.Rolename ?? ""));
        if (execution.Catalog.Find(NameSpace.Schema, name) is null) execution.Add(new Schema { Name = name });
    }
}
