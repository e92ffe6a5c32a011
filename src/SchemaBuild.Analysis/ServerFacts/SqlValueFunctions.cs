using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// CURRENT_DATE and its like, which the grammar knows and pg_proc does not. All are stable: contain_mutable_functions in PostgreSQL's clauses.c says so
/// for the whole node type.
/// </summary>
internal static class SqlValueFunctions
{
    public const Volatility Volatility = ServerFacts.Volatility.Stable;

    /// <summary>Name of the type of the result.</summary>
    public static string TypeOf(SQLValueFunctionOp function) => function switch
    {
        SQLValueFunctionOp.SVFOP_CURRENT_DATE => "date",
        SQLValueFunctionOp.SVFOP_CURRENT_TIME or SQLValueFunctionOp.SVFOP_CURRENT_TIME_N => "timetz",
        SQLValueFunctionOp.SVFOP_CURRENT_TIMESTAMP or SQLValueFunctionOp.SVFOP_CURRENT_TIMESTAMP_N => "timestamptz",
        SQLValueFunctionOp.SVFOP_LOCALTIME or SQLValueFunctionOp.SVFOP_LOCALTIME_N => "time",
        SQLValueFunctionOp.SVFOP_LOCALTIMESTAMP or SQLValueFunctionOp.SVFOP_LOCALTIMESTAMP_N => "timestamp",
        _ => "name",
    };
}
