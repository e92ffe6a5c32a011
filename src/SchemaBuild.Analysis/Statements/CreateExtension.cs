using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE EXTENSION; what it creates is unknown.</summary>
internal sealed class CreateExtension : StatementModel<CreateExtensionStmt>
{
    protected override void Execute(CreateExtensionStmt statement, Execution execution)
    {
        var name = new QualifiedName("", statement.Extname);
        if (execution.MakeRoom(NameSpace.Extension, name, statement.IfNotExists)) execution.Add(new Extension { Name = name });
    }
}
