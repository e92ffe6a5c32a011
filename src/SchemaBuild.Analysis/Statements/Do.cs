using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DO: what its block does.</summary>
internal sealed class Do : StatementModel<DoStmt>
{
    protected override bool RefusesTransaction(DoStmt statement, Execution execution) => 
        LanguageOf(statement) == "plpgsql" && RoutineBody.PlPgSqlOf(statement) is { } block && PlPgSqlRun.EndsTransactions(block);

    protected override void Execute(DoStmt statement, Execution execution)
    {
        if (LanguageOf(statement) != "plpgsql") execution.Effects.NotAnalysed.Add($"DO in {LanguageOf(statement)}: only PL/pgSQL is read.");
        else if (RoutineBody.PlPgSqlOf(statement) is { } block) new PlPgSqlRun(execution, BodyPlaces.Of(execution.Statement, DefElems.Text(statement.Args, "as"))).Run(block);
        else
        {
            RoutineCode.Check(statement, DefElems.Text(statement.Args, "as") ?? "", execution);
            execution.Effects.NotAnalysed.Add("DO: the block cannot be read as PL/pgSQL.");
        }
    }

    /// <summary>invalid_transaction_termination: COMMIT within a transaction that the block did not begin.</summary>
    public override string RefusalState => "2D000";

    private static string LanguageOf(DoStmt statement) => DefElems.Text(statement.Args, "language")?.ToLowerInvariant() ?? "plpgsql";
}
