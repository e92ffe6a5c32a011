using System.Text;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// The text of the function, procedure or block that a statement holds: whether it can be parsed, and what is written there that a call will do. PostgreSQL parses it when
/// the function is made (unless check_function_bodies is off) or when the block runs.
/// </summary>
internal static class RoutineCode
{
    /// <exception cref="RefusedException">It cannot be parsed.</exception>
    public static void Check(CreateFunctionStmt statement, string language, string? body, Execution execution)
    {
        if (body is null || execution.Statement.Tree != statement) return;
        var places = BodyPlaces.Of(execution.Statement, body);
        if (language == "sql") Demand(SqlError(body, places), execution);
        if (language != "plpgsql") return;
        var (function, error) = Parse(execution.Statement, body, places);
        Demand(error, execution);
        if (function is null) return;
        var queries = function.GetQueries().ToList();
        DynamicSql.Note(queries, statement, places, execution);
        foreach (var query in queries.Where(query => query.Kind == PlPgSqlQueryKind.Statement)) NoteWork(query, places, execution);
    }

    /// <exception cref="RefusedException">It cannot be parsed.</exception>
    public static void Check(DoStmt statement, string body, Execution execution)
    {
        if (execution.Statement.Tree != statement) return;
        var places = BodyPlaces.Of(execution.Statement, body);
        if (Parse(execution.Statement, body, places).Error is not { } error) return;
        execution.Effects.BodyError = error;
        throw new RefusedException(error.SqlState, error.Message);
    }

    private static void Demand(BodyError? error, Execution execution)
    {
        if (error is null) return;
        execution.Effects.BodyError = error;
        if (execution.Session.State.Settings.Get("check_function_bodies") is not ["off" or "false" or "0" or "no"]) throw new RefusedException(error.SqlState, error.Message);
    }

    private static BodyError? SqlError(string body, BodyPlaces? places)
    {
        if (RoutineBody.ReadSql(body).Error is not { } error) return null;
        var at = error.Position < 0 ? -1 : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body).AsSpan(0, Math.Min(error.Position, Encoding.UTF8.GetByteCount(body)))).Length;
        return new BodyError(error.Message, at < 0 ? null : places?.WordAt(at));
    }

    private static (PlPgSqlFunction? Function, BodyError? Error) Parse(SqlStatement statement, string body, BodyPlaces? places) => RoutineBody.Read(body, statement) switch
    {
        { Error: { Code: PgQueryError.Syntax } error } => (null, new BodyError(error.Message, places is null ? null : Locate(error.Message, statement.Sql, body, places))),
        var reading => (reading.Function, null),
    };

    /// <summary>
    /// The parser says at which word it stopped, but not where that stands. It is the first such word at which the text, if it ends there, gives the same error.
    /// </summary>
    private static TextSpan? Locate(string message, string sql, string body, BodyPlaces places)
    {
        var (open, close) = (message.IndexOf('"', StringComparison.Ordinal), message.LastIndexOf('"'));
        if (close <= open + 1) return null;
        var word = message[(open + 1)..close];
        var start = sql.IndexOf(body, StringComparison.Ordinal);
        var found = new List<int>();
        for (var at = body.IndexOf(word, StringComparison.Ordinal); at >= 0; at = body.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var cut = string.Concat(sql.AsSpan(0, start + at + word.Length), " ;", sql.AsSpan(start + body.Length));
            if (PlPgSqlReading.Of(cut).Error?.Message == message) return places.WordAt(at);
            found.Add(at);
        }

        return found is [var only] ? places.WordAt(only) : null;
    }

    /// <summary>What calls will do to the schema or to whole tables.</summary>
    private static void NoteWork(PlPgSqlQuery query, BodyPlaces? places, Execution execution)
    {
        if (!MayBeWork(query.Text)) return;
        foreach (var statement in RoutineBody.Statements(query.Text) ?? [])
        {
            var what = statement switch
            {
                UpdateStmt { WhereClause: null, FromClause: [], Relation: { Relpersistence: not "t" } table } when !IsTemporary(table, execution) => $"updates every row of {table.Relname}",
                DeleteStmt { WhereClause: null, UsingClause: [], Relation: { Relpersistence: not "t" } table } when !IsTemporary(table, execution) => $"deletes every row of {table.Relname}",
                TruncateStmt { Relations: [RangeVar table, ..] } when !IsTemporary(table, execution) => $"empties {table.Relname} under ACCESS EXCLUSIVE",
                AlterTableStmt { Relation: { } table } when !IsTemporary(table, execution) => $"alters {table.Relname}",
                IndexStmt { Relation: { } table } when !IsTemporary(table, execution) => $"builds an index of {table.Relname}",
                CreateStmt { Relation: { Relpersistence: not "t" } table } => $"creates {table.Relname}",
                DropStmt { Objects: [var first, ..] } when execution.Find(NameSpace.Relation, NodeNames.Qualified(first)) is Relation { Persistence: not Persistence.Temporary } table => $"drops {table.Name}",
                RenameStmt { Relation: { } table } => $"renames {table.Relname} or a part of it",
                _ => null,
            };
            if (what is not null) execution.Effects.BodyWork.Add(new BodyWork(what, places?.Find(query.Text, query.LineNumber)));
        }
    }

    /// <summary>Whether it is worth parsing: most statements of a body are queries and INSERTs.</summary>
    private static bool MayBeWork(string statement)
    {
        var rest = statement.AsSpan().TrimStart();
        if (rest.StartsWith("--", StringComparison.Ordinal) || rest.StartsWith("/*", StringComparison.Ordinal)) return true;
        foreach (var verb in WorkVerbs)
            if (rest.StartsWith(verb, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static readonly string[] WorkVerbs = ["UPDATE", "DELETE", "TRUNCATE", "ALTER", "CREATE", "DROP", "WITH"];

    // A table that nobody has shown may be a temporary one that the caller makes.
    private static bool IsTemporary(RangeVar table, Execution execution) => execution.FindRelation(NodeNames.Qualified(table)) is null or { Persistence: Persistence.Temporary };
}
