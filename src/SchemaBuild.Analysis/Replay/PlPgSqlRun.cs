using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// PL/pgSQL at work, as far as its text tells: static SQL is executed in place, EXECUTE of a constant string too, and the rest is noted as not analysed.
/// Every branch counts; what stands in a branch or a loop is never a certain refusal, and what a block catches is none of the statement.
/// </summary>
/// <param name="execution">What the block is part of.</param>
/// <param name="places">Where the text of the block stands in the file; null if it does not stand there.</param>
internal sealed class PlPgSqlRun(Execution execution, BodyPlaces? places = null)
{
    private static readonly HashSet<string> Conditional =
    [
        "PLpgSQL_stmt_if", "PLpgSQL_stmt_case", "PLpgSQL_stmt_loop", "PLpgSQL_stmt_while", "PLpgSQL_stmt_fori", "PLpgSQL_stmt_fors", "PLpgSQL_stmt_forc",
        "PLpgSQL_stmt_foreach_a", "PLpgSQL_stmt_dynfors",
    ];

    /// <summary>Whether it ends transactions, which only works outside one.</summary>
    public static bool EndsTransactions(PlPgSqlFunction function) => Ends(function.Body);

    public void Run(PlPgSqlFunction function)
    {
        foreach (var datum in function.Datums) Walk(datum, function.Body, isCertain: true);
        Walk(function.Body, function.Body, isCertain: true);
    }

    /// <summary>The line of the statement that is being read.</summary>
    private int _line;

    private static bool Ends(PlPgSqlNode node) => node.Type is "PLpgSQL_stmt_commit" or "PLpgSQL_stmt_rollback" || node.Children.Any(Ends);

    private void Walk(PlPgSqlNode node, PlPgSqlNode owner, bool isCertain)
    {
        if (node.Type == "PLpgSQL_expr")
        {
            Execute(node, owner, isCertain);
            return;
        }

        if (isCertain && node.GetNode("exceptions") is { } handlers)
        {
            Attempt(node, handlers);
            return;
        }

        var inner = isCertain && !Conditional.Contains(node.Type);
        var (line, batch, rows) = (_line, execution.IsBatch, execution.IsRepeatedForRows);
        if (node.LineNumber > 0) _line = node.LineNumber;
        if (IsLoop(node))
        {
            execution.IsBatch |= Ends(node);
            execution.IsRepeatedForRows |= node.Type is "PLpgSQL_stmt_fors" && ReadsRows(node.GetNode("query"));
        }

        // Conditions and queries come before the statements that they control.
        foreach (var child in node.Children.OrderBy(child => child.Type != "PLpgSQL_expr")) Walk(child, node, inner);
        (_line, execution.IsBatch, execution.IsRepeatedForRows) = (line, batch, rows);
    }

    /// <summary>
    /// A block that catches errors: one that the server certainly raises undoes the block, its locks too, and the handler for it goes on. Otherwise the rows may
    /// still raise one, so that each handler is a branch.
    /// </summary>
    private void Attempt(PlPgSqlNode block, PlPgSqlNode handlers)
    {
        var (line, state, effects) = (_line, execution.Session.State, execution.Effects.Mark());
        try
        {
            foreach (var child in block.Children.Where(child => child != handlers)) Walk(child, block, isCertain: true);
        }
        catch (RefusedException refused)
        {
            (_line, execution.Session.State) = (line, state);
            execution.Effects.Restore(effects);
            foreach (var handler in handlers.GetNodes("exc_list"))
            {
                if (!handler.GetNodes("conditions").Any(condition => CatchesError(condition.GetText("condname"), refused.SqlState))) continue;
                foreach (var child in handler.GetNodes("action")) Walk(child, handler, isCertain: true);
                return;
            }

            throw;
        }

        Walk(handlers, block, isCertain: false);
    }

    /// <summary>https://www.postgresql.org/docs/current/errcodes-appendix.html, of the errors that the model knows.</summary>
    private static bool CatchesError(string? condition, string sqlState) => condition switch
    {
        "others" => true,
        "duplicate_object" => sqlState == "42710",
        "duplicate_table" => sqlState == "42P07",
        "duplicate_column" => sqlState == "42701",
        "duplicate_schema" => sqlState == "42P06",
        "duplicate_function" => sqlState == "42723",
        "undefined_table" => sqlState == "42P01",
        "undefined_column" => sqlState == "42703",
        "undefined_object" => sqlState == "42704",
        "undefined_function" => sqlState == "42883",
        "invalid_schema_name" => sqlState == "3F000",
        "invalid_table_definition" => sqlState == "42P16",
        "invalid_object_definition" => sqlState == "42P17",
        "wrong_object_type" => sqlState == "42809",
        "feature_not_supported" => sqlState == "0A000",
        "dependent_objects_still_exist" => sqlState == "2BP01",
        "object_not_in_prerequisite_state" => sqlState == "55000",
        "syntax_error" => sqlState == "42601",
        "datatype_mismatch" => sqlState == "42804",
        "syntax_error_or_access_rule_violation" => sqlState.StartsWith("42", StringComparison.Ordinal) && sqlState.EndsWith("000", StringComparison.Ordinal),
        _ => condition == sqlState,
    };

    private static bool IsLoop(PlPgSqlNode node) => node.Type is not ("PLpgSQL_stmt_if" or "PLpgSQL_stmt_case") && Conditional.Contains(node.Type);

    private bool ReadsRows(PlPgSqlNode? query) =>
        RoutineBody.Statements(query?.GetText("query") ?? "") is [{ } statement] && !new RowBounds(execution, (statement as SelectStmt)?.WithClause).IsBounded(statement);

    private void Execute(PlPgSqlNode expression, PlPgSqlNode owner, bool isCertain)
    {
        var text = expression.GetText("query") ?? "";
        var isDynamic = owner.Type is "PLpgSQL_stmt_dynexecute" or "PLpgSQL_stmt_dynfors" && ReferenceEquals(owner.GetNode("query"), expression)
            || ReferenceEquals(owner.GetNode("dynquery"), expression);
        if (isDynamic)
        {
            if (ConstantText.Of(text) is { } sql) Execute(sql, isCertain);
            else
            {
                execution.Effects.NotAnalysed.Add($"EXECUTE {text.Trim()}: the statement is put together at run time.");
                execution.Session.State = UnsureNames.NoteUnread(execution.Session.State, text);
            }

            return;
        }

        switch (expression.GetText("parseMode"))
        {
            case null or "0":
                Execute(text, isCertain);
                break;
            case "2":
                Execute($"SELECT {text}", isCertain);
                break;
            default:
                // A target, = or :=, and a value.
                if (text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals) Execute($"SELECT {text[(equals + 1)..]}", isCertain);
                break;
        }
    }

    private void Execute(string sql, bool isCertain)
    {
        if (RoutineBody.Statements(sql) is not { } statements)
        {
            execution.Effects.NotAnalysed.Add($"{sql.Trim()}: not a statement that can be read by itself.");
            return;
        }

        var outside = execution.Place;
        execution.Place = places?.Find(sql, _line) ?? outside;
        foreach (var statement in statements)
        {
            var before = execution.Session.State;
            try
            {
                execution.RunInside(statement);
                if (!isCertain) execution.Session.State = UnsureNames.Note(execution.Session.State, before.Catalog, execution.Effects.Touched);
            }
            catch (RefusedException) when (!isCertain)
            {
                execution.Session.State = before;
            }
        }

        execution.Place = outside;
    }
}
