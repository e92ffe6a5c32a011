namespace SchemaBuild.PgQuery;

/// <summary>A piece of SQL inside PL/pgSQL.</summary>
/// <param name="Text">
/// As written, with spaces where an INTO clause stood; PERFORM is a SELECT. For <see cref="PlPgSqlQueryKind.Dynamic"/> the expression behind EXECUTE.
/// </param>
/// <param name="Kind">How to parse the text.</param>
/// <param name="Owner">The structure that holds it, for example <c>PLpgSQL_stmt_execsql</c>, <c>PLpgSQL_stmt_if</c>, <c>PLpgSQL_var</c>.</param>
/// <param name="LineNumber">Line of the statement within the function's body, as <see cref="PlPgSqlNode.LineNumber"/>.</param>
public sealed record PlPgSqlQuery(string Text, PlPgSqlQueryKind Kind, string Owner, int LineNumber);

/// <summary>What the text of a <see cref="PlPgSqlQuery"/> is.</summary>
public enum PlPgSqlQueryKind
{
    /// <summary>A whole statement.</summary>
    Statement,

    /// <summary>An expression: a statement with SELECT before it.</summary>
    Expression,

    /// <summary>A target, <c>:=</c> or <c>=</c>, and an expression.</summary>
    Assignment,

    /// <summary>An expression whose value EXECUTE runs as a statement.</summary>
    Dynamic,
}
