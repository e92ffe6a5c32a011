using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>INSERT: ROW EXCLUSIVE on its table, ACCESS SHARE on what it reads, and what foreign keys need.</summary>
internal sealed class Insert : StatementModel<InsertStmt>
{
    protected override string Kind(InsertStmt statement) => "DATA_MIGRATION";

    protected override void Execute(InsertStmt statement, Execution execution) => QueryLocks.Execute(statement, execution);
}
