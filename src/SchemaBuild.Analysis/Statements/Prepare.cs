using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>PREPARE analyses and rewrites the query, EXECUTE plans and executes it.</summary>
internal sealed class Prepare : StatementModel<PrepareStmt>
{
    protected override void Execute(PrepareStmt statement, Execution execution)
    {
        QueryLocks.Rewrite(statement.Query, execution);
        if (statement.Query is not null) execution.Session.Prepared[statement.Name] = statement.Query;
    }
}
