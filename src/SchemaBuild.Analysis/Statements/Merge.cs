using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>MERGE (PostgreSQL 15): ROW EXCLUSIVE on its table, ACCESS SHARE on what it reads.</summary>
internal sealed class Merge : StatementModel<MergeStmt>
{
    protected override string Kind(MergeStmt statement) => "DATA_MIGRATION";

    protected override void Execute(MergeStmt statement, Execution execution)
    {
        if (execution.Major < Since) throw new RefusedException("42601", $"PostgreSQL {execution.Major} has no MERGE");
        QueryLocks.Execute(statement, execution);
    }

    private const int Since = 15;
}
