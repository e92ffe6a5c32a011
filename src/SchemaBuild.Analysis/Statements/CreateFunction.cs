using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE FUNCTION and PROCEDURE. An SQL body is analysed at once, unless check_function_bodies is off, and so locks what it names.</summary>
internal sealed class CreateFunction : StatementModel<CreateFunctionStmt>
{
    protected override string Kind(CreateFunctionStmt statement) => statement.IsProcedure ? "CREATE_PROCEDURE" : "CREATE_FUNCTION";

    protected override void Execute(CreateFunctionStmt statement, Execution execution)
    {
        var name = execution.NewName(NodeNames.Qualified(statement.Funcname));
        var parameters = statement.Parameters.OfType<FunctionParameter>().ToList();
        var inputs = parameters.Where(parameter => parameter.Mode is not (FunctionParameterMode.FUNC_PARAM_OUT or FunctionParameterMode.FUNC_PARAM_TABLE)).ToList();
        var language = DefElems.Text(statement.Options, "language")?.ToLowerInvariant() ?? "sql";
        RoutineDefinition.Demand(statement, language);
        var function = new Function
        {
            Name = name,
            Kind = statement.IsProcedure ? FunctionKind.Procedure : FunctionKind.Function,
            Arguments = [.. inputs.Select(parameter => TypeNames.Resolve(parameter.ArgType!, execution))],
            Defaults = inputs.Count(parameter => parameter.Defexpr is not null),
            IsVariadic = inputs.Exists(parameter => parameter.Mode == FunctionParameterMode.FUNC_PARAM_VARIADIC),
            Result = ResultOf(statement) is { } result ? TypeNames.Resolve(result, execution) : null,
            ReturnsSet = statement.ReturnType?.Setof ?? false,
            Volatility = DefElems.Text(statement.Options, "volatility") switch
            {
                "immutable" => ServerFacts.Volatility.Immutable,
                "stable" => ServerFacts.Volatility.Stable,
                _ => ServerFacts.Volatility.Volatile,
            },
            Language = language,
            ParameterNames = RoutineDefinition.NamesOf(inputs),
            IsSecurityDefiner = DefElems.IsOn(statement.Options, "security"),
            SearchPath = FunctionSettings.SearchPath(statement.Options, execution, otherwise: default),
            Body = DefElems.Text(statement.Options, "as"),
            DependsOn = QueryReferences.Of(statement.SqlBody, execution),
        };
        Put(function, statement.Replace, execution);
        RoutineCode.Check(statement, function.Language, function.Body, execution);
        AnalyzeBody(function, statement.SqlBody, Around(name.Name, inputs, function), execution);
    }

    /// <summary>A function with one OUT parameter returns that, whether it says so or not.</summary>
    private static TypeName? ResultOf(CreateFunctionStmt statement)
    {
        if (statement.ReturnType is not null || statement.IsProcedure) return statement.ReturnType;
        return statement.Parameters.OfType<FunctionParameter>().Where(RoutineDefinition.IsOutput).Take(2).ToList() is [var only] ? only.ArgType : null;
    }

    /// <summary>In a body in SQL: its parameters, by their names, behind the name of the function, and as rows.</summary>
    private static QueryScope Around(string name, List<FunctionParameter> inputs, Function function)
    {
        var parameters = inputs.Select((parameter, i) => new Column { Number = i + 1, Name = parameter.Name, Type = function.Arguments[i] }).Where(parameter => parameter.Name.Length > 0).ToImmutableArray();
        var scope = new QueryScope().With(new ScopeItem(name, parameters, KnowsColumns: true));
        foreach (var parameter in parameters) scope.With(new ScopeItem(parameter.Name, [], KnowsColumns: false) { ShowsColumns = false });
        return scope;
    }

    private static void Put(Function function, bool replace, Execution execution)
    {
        if (!replace || execution.Catalog.Find(NameSpace.Function, function.Key) is not Function old)
        {
            execution.MakeRoom(NameSpace.Function, function.Key);
            execution.Add(function);
            return;
        }

        if (old.Kind != function.Kind) throw new RefusedException("42809", $"cannot change routine kind of {function.Name}");
        if (old.Result != function.Result || old.ReturnsSet != function.ReturnsSet) throw new RefusedException("42P13", $"cannot change return type of existing function {function.Name}");
        RoutineDefinition.DemandReplaces(old, function);
        execution.Replace(function with { Id = old.Id, CreatedBy = old.CreatedBy });
    }

    private static void AnalyzeBody(Function function, Node? body, QueryScope around, Execution execution)
    {
        if (body is not null)
        {
            QueryLocks.Rewrite(body, execution, around);
            return;
        }

        if (function.Language != "sql" || execution.Session.State.Settings.Get("check_function_bodies") is ["off" or "false" or "0"]) return;
        foreach (var statement in RoutineBody.SqlOf(function))
            if (statement is SelectStmt or InsertStmt or UpdateStmt or DeleteStmt or MergeStmt) QueryLocks.Rewrite(statement, execution, around);
    }
}
