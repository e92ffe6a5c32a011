using System.Globalization;

namespace SchemaBuild.PgQuery;

/// <summary>The body of a PL/pgSQL function, procedure or DO block.</summary>
public sealed class PlPgSqlFunction
{
    internal PlPgSqlFunction(IReadOnlyList<PlPgSqlNode> datums, PlPgSqlNode body)
    {
        Datums = datums;
        Body = body;
    }

    /// <summary>Parameters, variables, records and cursors, also those that every function has (<c>found</c>).</summary>
    public IReadOnlyList<PlPgSqlNode> Datums { get; }

    /// <summary>The outermost block: <c>PLpgSQL_stmt_block</c>.</summary>
    public PlPgSqlNode Body { get; }

    /// <summary>All SQL inside: whole statements, expressions, and what EXECUTE runs. Declarations come first, then the body, outer before inner.</summary>
    public IEnumerable<PlPgSqlQuery> GetQueries()
    {
        var open = new Stack<(PlPgSqlNode Node, PlPgSqlNode Owner, int LineNumber)>();
        Push(open, [.. Datums, Body], Body, 0);
        while (open.TryPop(out var next))
        {
            var (node, owner, line) = next;
            if (node.Type == "PLpgSQL_expr")
                yield return ToQuery(node, owner, line);
            else
                // Of a loop, the query stands behind the body in the tree.
                Push(open, [.. node.Children.OrderBy(child => child.Type != "PLpgSQL_expr")], node, node.LineNumber > 0 ? node.LineNumber : line);
        }
    }

    private static void Push(Stack<(PlPgSqlNode Node, PlPgSqlNode Owner, int LineNumber)> open, PlPgSqlNode[] nodes, PlPgSqlNode owner, int line)
    {
        for (var index = nodes.Length - 1; index >= 0; index--)
            open.Push((nodes[index], owner, line));
    }

    private static PlPgSqlQuery ToQuery(PlPgSqlNode expression, PlPgSqlNode owner, int line)
    {
        var dynamic = owner.Holds("dynquery", expression)
            || (owner.Type is "PLpgSQL_stmt_dynexecute" or "PLpgSQL_stmt_dynfors" && owner.Holds("query", expression));
        // RawParseMode of PostgreSQL's parser.h: 0 a statement, 2 an expression, 3 and above an assignment.
        var mode = int.Parse(expression.GetText("parseMode") ?? "0", CultureInfo.InvariantCulture);
        var kind = dynamic ? PlPgSqlQueryKind.Dynamic
            : mode == 0 ? PlPgSqlQueryKind.Statement
            : mode == 2 ? PlPgSqlQueryKind.Expression
            : PlPgSqlQueryKind.Assignment;
        return new PlPgSqlQuery(expression.GetText("query") ?? "", kind, owner.Type, line);
    }
}
