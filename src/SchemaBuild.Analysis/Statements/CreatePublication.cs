using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE PUBLICATION: SHARE UPDATE EXCLUSIVE on its tables and their children, but not on partitions.</summary>
internal sealed class CreatePublication : StatementModel<CreatePublicationStmt>
{
    protected override void Execute(CreatePublicationStmt statement, Execution execution)
    {
        NewerSyntax.Refuse(statement, execution);
        var name = new QualifiedName("", Identifier.Truncate(statement.Pubname));
        execution.MakeRoom(NameSpace.Publication, name);
        execution.Add(new Publication
        {
            Name = name,
            AllTables = statement.ForAllTables,
            Tables = PublicationObjects.Tables(statement.Pubobjects, execution),
            Schemas = PublicationObjects.Schemas(statement.Pubobjects, execution),
        });
    }
}
