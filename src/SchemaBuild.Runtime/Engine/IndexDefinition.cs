using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>
/// Whether an index is the one that a statement would make. The server decides: it builds the statement's index on an empty copy of the table
/// and writes both definitions in its own words.
/// </summary>
internal static class IndexDefinition
{
    /// <returns>Null when it is; otherwise how the two differ.</returns>
    public static async Task<string?> DifferenceAsync(Session session, string index, string statement, CancellationToken cancellationToken)
    {
        if (AfterTable(statement) is not { } tail)
            return "its statement cannot be compared with it";
        const string Copy = "schemabuild_definition";
        var unique = IsUnique(statement) ? "UNIQUE " : "";
        try
        {
            await using var reader = await session.ReadAsync(
            [
                Command.Begin,
                new("""
                    SELECT pg_catalog.set_config('schemabuild.indexed', (SELECT indrelid::pg_catalog.regclass::text
                      FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1)), true)
                    """, index),
                new($"""
                    DO $body$ BEGIN
                      EXECUTE 'CREATE TEMPORARY TABLE {Copy} (LIKE ' || pg_catalog.current_setting('schemabuild.indexed') || ' INCLUDING GENERATED) ON COMMIT DROP';
                    END $body$
                    """),
                new($"CREATE {unique}INDEX {Copy}_index ON pg_temp.{Copy} {tail}"),
                new($"""
                    SELECT pg_catalog.pg_get_indexdef(pg_catalog.to_regclass($1)), pg_catalog.pg_get_indexdef('pg_temp.{Copy}_index'::pg_catalog.regclass)
                    """, index),
            ], cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var (found, wanted) = (reader.GetString(0), reader.GetString(1));
            return IsUnique(found) == IsUnique(wanted) && Body(found) == Body(wanted) ? null : $"it is {found}, and the step would make {Body(wanted).Trim()}";
        }
        catch (PostgresException exception)
        {
            return $"the step's own definition does not fit the table that it is on: {Failure.Reason(exception)}";
        }
        finally
        {
            await session.RollbackAsync().ConfigureAwait(false);
        }
    }

    // The server writes CREATE [UNIQUE] INDEX name ON table USING method (…).
    private static string Body(string definition) => definition[Math.Max(0, definition.IndexOf(" USING ", StringComparison.Ordinal))..];

    private static bool IsUnique(string statement)
    {
        var position = 0;
        return Next(statement, ref position) == "create" && Next(statement, ref position) == "unique";
    }

    /// <summary>What follows the table's name in a CREATE INDEX statement; null where it cannot be found.</summary>
    internal static string? AfterTable(string statement)
    {
        var position = 0;
        for (var word = Next(statement, ref position); word != "on"; word = Next(statement, ref position))
            if (word is null)
                return null;

        var end = position;
        if (Next(statement, ref end) == "only")
            position = end;
        if (Next(statement, ref position) is null)
            return null;
        for (end = position; Next(statement, ref end) == "."; end = position)
        {
            position = end;
            if (Next(statement, ref position) is null)
                return null;
        }

        return statement[position..];
    }

    // The next token: a word in lower case, a quoted identifier with its quotes, or one other character; null at the end.
    private static string? Next(string text, ref int position)
    {
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
                position++;
            else if (text.AsSpan(position).StartsWith("--"))
                position = text.IndexOf('\n', position) is >= 0 and var line ? line : text.Length;
            else if (text.AsSpan(position).StartsWith("/*"))
                SkipComment(text, ref position);
            else
                break;
        }

        if (position >= text.Length)
            return null;
        var start = position++;
        if (text[start] == '"')
        {
            while (position < text.Length && (text[position] != '"' || (position + 1 < text.Length && text[position + 1] == '"')))
                position += text[position] == '"' ? 2 : 1;
            position = Math.Min(position + 1, text.Length);
        }
        else if (IsPartOfWord(text[start]))
        {
            while (position < text.Length && IsPartOfWord(text[position]))
                position++;
        }

        return text[start] == '"' ? text[start..position] : text[start..position].ToLowerInvariant();

        static bool IsPartOfWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '$' || character >= 0x80;
    }

    private static void SkipComment(string text, ref int position)
    {
        var depth = 0;
        do
        {
            var rest = text.AsSpan(position);
            depth += rest.StartsWith("/*") ? 1 : rest.StartsWith("*/") ? -1 : 0;
            position += rest.StartsWith("/*") || rest.StartsWith("*/") ? 2 : 1;
        }
        while (depth > 0 && position < text.Length);
    }
}
