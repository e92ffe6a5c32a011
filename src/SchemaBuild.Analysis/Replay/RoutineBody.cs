using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The code of functions and procedures.</summary>
internal static class RoutineBody
{
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
