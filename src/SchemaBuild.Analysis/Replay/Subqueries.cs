using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Subqueries in expressions that are kept with a table, where transformSubLink of parse_expr.c takes none.</summary>
internal static class Subqueries
{
    /// <param name="expression">The expression, or null.</param>
    /// <param name="place">What it is, as the server says it.</param>
    /// <exception cref="RefusedException">0A000.</exception>
    public static void Refuse(Node? expression, string place)
    {
        if (expression is not null && SelfReferences.HasSubquery(expression)) throw new RefusedException("0A000", $"cannot use subquery in {place}");
    }
}
