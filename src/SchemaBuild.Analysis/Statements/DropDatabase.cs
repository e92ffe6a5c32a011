using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DROP DATABASE: nothing of it is in the catalogue.</summary>
internal sealed class DropDatabase : StatementModel<DropdbStmt>
{
    protected override string Kind(DropdbStmt statement) => "DROP_DATABASE";

    protected override bool RefusesTransaction(DropdbStmt statement, Execution execution) => true;

    protected override void Execute(DropdbStmt statement, Execution execution) =>
        execution.Lose(new Container { Name = new QualifiedName("", statement.Dbname), What = "the database" });
}
