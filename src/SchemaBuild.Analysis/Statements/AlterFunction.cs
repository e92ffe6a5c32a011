using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER FUNCTION and PROCEDURE: volatility, security and the like.</summary>
internal sealed class AlterFunction : StatementModel<AlterFunctionStmt>
{
    protected override string Kind(AlterFunctionStmt statement) => ObjectTypes.Kind("ALTER", statement.Objtype);

    protected override void Execute(AlterFunctionStmt statement, Execution execution)
    {
        foreach (var function in execution.FindRoutines(statement.Func!))
        {
            execution.Replace(function with
            {
                Volatility = DefElems.Text(statement.Actions, "volatility") switch
                {
                    "immutable" => ServerFacts.Volatility.Immutable,
                    "stable" => ServerFacts.Volatility.Stable,
                    "volatile" => ServerFacts.Volatility.Volatile,
                    _ => function.Volatility,
                },
                SearchPath = FunctionSettings.SearchPath(statement.Actions, execution, function.SearchPath),
                IsSecurityDefiner = DefElems.IsOn(statement.Actions, "security", function.IsSecurityDefiner),
            });
        }
    }
}
