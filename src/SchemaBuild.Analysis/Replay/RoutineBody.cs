using System.Runtime.CompilerServices;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The code of functions, procedures and blocks. A body is parsed once, however often it is asked for, and by several threads at most twice.</summary>
internal static class RoutineBody
{
    // By the string itself: it lives in the tree of the statement, and then in the catalogue as long as the function is there. Another statement with an equal body has
    // its own, and its own reading: what the parser says of a body depends on the parameters and the result.
    private static readonly ConditionalWeakTable<string, PlPgSqlReading> PlPgSql = [];
    private static readonly ConditionalWeakTable<string, SqlReading> Sql = [];

    /// <summary>Parses on the thread that parses the file what the replay is going to ask for.</summary>
    public static void ReadAhead(SqlStatement statement)
    {
        var (options, otherwise) = statement.Tree switch
        {
            CreateFunctionStmt { SqlBody: null } function => (function.Options, "sql"),
            DoStmt block => (block.Args, "plpgsql"),
            _ => (null, ""),
        };
        if (options is null || DefElems.Text(options, "as") is not { } body) return;
        var language = DefElems.Text(options, "language")?.ToLowerInvariant() ?? otherwise;
        if (language == "plpgsql") Read(body, statement);
        else if (language == "sql") ReadSql(body);
    }

    /// <summary>What the parser says of a body in PL/pgSQL as the statement has it.</summary>
    public static PlPgSqlReading Read(string body, SqlStatement statement) => PlPgSql.GetValue(body, _ => PlPgSqlReading.Of(statement.Sql));

    /// <summary>What the parser says of a body in SQL.</summary>
    public static SqlReading ReadSql(string body) => Sql.GetValue(body, SqlReading.Of);

    /// <summary>The code of a function or procedure; null if it is not in PL/pgSQL, or cannot be parsed.</summary>
    public static PlPgSqlFunction? PlPgSqlOf(Function routine) =>
        routine is { Language: "plpgsql", Body: { } body } ? PlPgSql.GetValue(body, _ => PlPgSqlReading.Of(PlPgSqlText.Function(routine))).Function : null;

    /// <summary>The code of a DO in PL/pgSQL; null if it cannot be parsed.</summary>
    public static PlPgSqlFunction? PlPgSqlOf(DoStmt block) =>
        DefElems.Text(block.Args, "as") is { } body ? PlPgSql.GetValue(body, static body => PlPgSqlReading.Of(PlPgSqlText.Do(body))).Function : null;

    /// <summary>The statements of a function in SQL; none if they cannot be parsed.</summary>
    public static IReadOnlyList<Node> SqlOf(Function function) => function.Body is null ? [] : ReadSql(function.Body).Statements ?? [];

    /// <summary>The statements of a text; null if it is not SQL.</summary>
    public static IReadOnlyList<Node>? Statements(string sql) => SqlReading.Of(sql).Statements;
}

/// <summary>What the parser says of a text in SQL: its statements, or what is wrong with it.</summary>
internal sealed record SqlReading(IReadOnlyList<Node>? Statements, PgQueryException? Error)
{
    public static SqlReading Of(string sql)
    {
        try
        {
            return new([.. PgQueryParser.Parse(sql).Stmts.Select(raw => raw.Stmt).OfType<Node>()], null);
        }
        catch (PgQueryException error)
        {
            return new(null, error);
        }
    }
}

/// <summary>What the parser says of a statement with a body in PL/pgSQL: its code, or what is wrong with it.</summary>
internal sealed record PlPgSqlReading(PlPgSqlFunction? Function, PgQueryException? Error)
{
    public static PlPgSqlReading Of(string sql)
    {
        try
        {
            return new(PgQueryParser.ParsePlPgSql(sql) is [var function, ..] ? function : null, null);
        }
        catch (PgQueryException error)
        {
            return new(null, error);
        }
    }
}
