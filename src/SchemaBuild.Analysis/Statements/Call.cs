using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CALL: what the procedure does, if a migration made it.</summary>
internal sealed class Call : StatementModel<CallStmt>
{
    protected override bool RefusesTransaction(CallStmt statement, Execution execution) => 
        statement.Funccall is { } call && Find(call, execution) is { } procedure && RoutineRun.EndsTransactions(procedure);

    protected override void Execute(CallStmt statement, Execution execution)
    {
        if (statement.Funccall is not { } call) return;
        foreach (var argument in call.Args) QueryLocks.Execute(argument, execution);
        if (Find(call, execution) is { } procedure) RoutineRun.Run(procedure, execution);
        else execution.Effects.NotAnalysed.Add($"CALL {NodeNames.Qualified(call.Funcname)}: the procedure is not among the migrations.");
    }

    /// <summary>invalid_transaction_termination.</summary>
    public override string RefusalState => "2D000";

    private static Function? Find(FuncCall call, Execution execution) =>
        FunctionUses.Choose(execution.FindFunctions(NodeNames.Qualified(call.Funcname)), call, _ => null, execution);
}
