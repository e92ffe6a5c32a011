using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER DATABASE: nothing of it is in the catalogue.</summary>
internal sealed class AlterDatabase : StatementModel<AlterDatabaseStmt>
{
    protected override bool RefusesTransaction(AlterDatabaseStmt statement, Execution execution) => statement.Options.OfType<DefElem>().Any(option => option.Defname == "tablespace");

    protected override void Execute(AlterDatabaseStmt statement, Execution execution)
    {
    }
}
