using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>EXPLAIN plans the statement, and executes it with ANALYZE: either way it locks as the statement does.</summary>
internal sealed class Explain : StatementModel<ExplainStmt>
{
    protected override void Execute(ExplainStmt statement, Execution execution)
    {
        var query = statement.Query is ExecuteStmt prepared ? execution.Session.Prepared.GetValueOrDefault(prepared.Name) : statement.Query;
        var isExecuted = statement.Options.OfType<DefElem>().Any(option => option.Defname == "analyze" && DefElems.IsOn(option));
        if (isExecuted && query is CreateTableAsStmt or RefreshMatViewStmt) execution.Run(query);
        else if (isExecuted) QueryLocks.Execute(query, execution);
        else QueryLocks.Plan(query is CreateTableAsStmt create ? create.Query : query, execution);
    }
}
