using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>EXECUTE of a prepared query.</summary>
internal sealed class ExecutePrepared : StatementModel<ExecuteStmt>
{
    protected override string Kind(ExecuteStmt statement) => "EXECUTE";

    protected override void Execute(ExecuteStmt statement, Execution execution)
    {
        if (execution.Session.Prepared.TryGetValue(statement.Name, out var query)) execution.Run(query);
        else throw new RefusedException("26000", $"prepared statement \"{statement.Name}\" does not exist");
    }
}
