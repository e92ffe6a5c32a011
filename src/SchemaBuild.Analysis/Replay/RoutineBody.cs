using System.Runtime.CompilerServices;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The code of functions and procedures.</summary>
internal static class RoutineBody
{
    // Asked before the run and by each call, so kept as long as the function or the statement is there.
    private static readonly ConditionalWeakTable<object, StrongBox<PlPgSqlFunction?>> Parsed = [];

    /// <summary>The code of a function or procedure; null if it is not in PL/pgSQL, or cannot be parsed.</summary>
    public static PlPgSqlFunction? PlPgSqlOf(Function routine) =>
        routine is { Language: "plpgsql", Body: not null } ? Parsed.GetValue(routine, _ => new(PlPgSqlRun.Parse(PlPgSqlText.Function(routine)))).Value : null;

    /// <summary>The code of a DO in PL/pgSQL; null if it cannot be parsed.</summary>
    public static PlPgSqlFunction? PlPgSqlOf(DoStmt block) =>
        Parsed.GetValue(block, _ => new(PlPgSqlRun.Parse(PlPgSqlText.Do(DefElems.Text(block.Args, "as") ?? "")))).Value;

    /// <summary>The statements of a function in SQL; none if they cannot be parsed.</summary>
    public static IEnumerable<Node> SqlOf(Function function) => function.Body is null ? [] : Statements(function.Body) ?? [];

    /// <summary>The statements of a text; null if it is not SQL.</summary>
    public static IReadOnlyList<Node>? Statements(string sql)
    {
        try
        {
            return [.. PgQueryParser.Parse(sql).Stmts.Select(raw => raw.Stmt).OfType<Node>()];
        }
        catch (PgQueryException)
        {
            return null;
        }
    }
}
