using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE FOREIGN TABLE.</summary>
internal sealed class CreateForeignTable : StatementModel<CreateForeignTableStmt>
{
    protected override void Execute(CreateForeignTableStmt statement, Execution execution)
    {
        var name = execution.NewName(statement.Base!.Relation!);
        var exists = execution.Catalog.Find(NameSpace.Relation, name) is { IsAssumed: false };
        execution.Run(statement.Base);
        if (!exists && execution.Catalog.Find(NameSpace.Relation, name) is Relation table) execution.Replace(table with { Kind = RelationKind.ForeignTable });
    }
}
