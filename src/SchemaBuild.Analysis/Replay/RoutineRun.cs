using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>A function or procedure of the migrations being called.</summary>
internal static class RoutineRun
{
    public static void Run(Function routine, Execution execution)
    {
        switch (routine)
        {
            case { Language: "plpgsql" } when RoutineBody.PlPgSqlOf(routine) is { } function:
                execution.Call(routine, () => new PlPgSqlRun(execution).Run(function));
                break;
            case { Language: "sql" }:
                execution.Call(routine, () =>
                {
                    foreach (var statement in RoutineBody.SqlOf(routine)) execution.RunInside(statement);
                });
                break;
            default:
                execution.Effects.NotAnalysed.Add($"{routine.Name}: only bodies in PL/pgSQL and SQL are read.");
                break;
        }
    }

    public static bool EndsTransactions(Function routine) =>
        RoutineBody.PlPgSqlOf(routine) is { } function && PlPgSqlRun.EndsTransactions(function);
}
