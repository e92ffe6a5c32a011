using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What PostgreSQL refuses of a function or procedure before it looks at the body (functioncmds.c, pg_proc.c).</summary>
internal static class RoutineDefinition
{
    /// <exception cref="RefusedException">42P13: the definition contradicts itself, or lacks something.</exception>
    public static void Demand(CreateFunctionStmt statement, string language)
    {
        if (DefElems.Find(statement.Options, "as") is null && statement.SqlBody is null) throw Invalid("no function body specified");
        if (DefElems.Find(statement.Options, "language") is null && statement.SqlBody is null) throw Invalid("no language specified");
        var parameters = statement.Parameters.OfType<FunctionParameter>().ToList();
        DemandParameters(parameters);
        if (statement.IsProcedure) return;

        if (statement.ReturnType is null && !parameters.Exists(IsOutput)) throw Invalid("function result type must be specified");
        if (statement.ReturnType is null || NodeNames.Qualified(statement.ReturnType).Name is not ("trigger" or "event_trigger")) return;
        if (language == "sql") throw Invalid("SQL functions cannot return type trigger");
        if (language == "plpgsql" && parameters.Count > 0) throw Invalid("trigger functions cannot have declared arguments");
    }

    /// <summary>What a new version of a function must leave as it was.</summary>
    /// <exception cref="RefusedException">42P13.</exception>
    public static void DemandReplaces(Function old, Function wanted)
    {
        for (var i = 0; i < Math.Min(old.ParameterNames.Length, wanted.ParameterNames.Length); i++)
            if (old.ParameterNames[i].Length > 0 && old.ParameterNames[i] != wanted.ParameterNames[i]) throw Invalid($"cannot change name of input parameter \"{old.ParameterNames[i]}\"", DropFirst);
        if (wanted.Defaults < old.Defaults) throw Invalid("cannot remove parameter defaults from existing function", DropFirst);
    }

    /// <summary>Names of the input parameters; empty where one has none.</summary>
    public static ImmutableArray<string> NamesOf(IEnumerable<FunctionParameter> inputs) => [.. inputs.Select(parameter => Identifier.Truncate(parameter.Name))];

    private const string DropFirst = "Drop the function before, or give the new one another name.";

    private static void DemandParameters(List<FunctionParameter> parameters)
    {
        DemandDistinct(parameters.Where(parameter => !IsOutputOnly(parameter)));
        DemandDistinct(parameters.Where(IsOutput));
        var hasDefault = false;
        var hasVariadic = false;
        foreach (var parameter in parameters)
        {
            if (IsOutputOnly(parameter))
            {
                if (parameter.Defexpr is not null) throw Invalid("only input parameters can have default values");
                continue;
            }

            if (hasVariadic) throw Invalid("VARIADIC parameter must be the last input parameter");
            hasVariadic = parameter.Mode == FunctionParameterMode.FUNC_PARAM_VARIADIC;
            if (hasDefault && parameter.Defexpr is null) throw Invalid("input parameters after one with a default value must also have defaults");
            hasDefault |= parameter.Defexpr is not null;
        }
    }

    private static void DemandDistinct(IEnumerable<FunctionParameter> parameters)
    {
        var seen = new HashSet<string>();
        foreach (var parameter in parameters)
            if (parameter.Name.Length > 0 && !seen.Add(Identifier.Truncate(parameter.Name))) throw Invalid($"parameter name \"{parameter.Name}\" used more than once");
    }

    private static bool IsOutputOnly(FunctionParameter parameter) => parameter.Mode is FunctionParameterMode.FUNC_PARAM_OUT or FunctionParameterMode.FUNC_PARAM_TABLE;

    /// <summary>OUT, INOUT and what RETURNS TABLE shows.</summary>
    public static bool IsOutput(FunctionParameter parameter) => IsOutputOnly(parameter) || parameter.Mode == FunctionParameterMode.FUNC_PARAM_INOUT;

    private static RefusedException Invalid(string message, string? advice = null) => new("42P13", message, advice);
}
