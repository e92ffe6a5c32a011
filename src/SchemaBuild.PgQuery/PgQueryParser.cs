using System.Text;
using SchemaBuild.PgQuery.Native;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery;

/// <summary>PostgreSQL 18's own parser. All members are safe to call from any thread, whatever its stack.</summary>
public static class PgQueryParser
{
    /// <summary>Parses any number of statements. Offsets in the tree count bytes of the text in UTF-8.</summary>
    /// <exception cref="PgQueryException">The text is not SQL, or more than the parser can take.</exception>
    public static ParseResult Parse(string sql) => Parse(ParserCall.Encode(sql));

    /// <summary>Parses any number of statements. Offsets in the tree count bytes of <paramref name="utf8"/>.</summary>
    /// <exception cref="PgQueryException">The text is not SQL, or more than the parser can take.</exception>
    public static ParseResult Parse(ReadOnlySpan<byte> utf8) =>
        Run(utf8, static text => ParserCall.Run(NativeOperation.Parse, text, NodeReader.ReadParseResult));

    /// <summary>Splits a text into tokens, comments included. The text need not be valid SQL.</summary>
    /// <exception cref="PgQueryException">A string, a quoted name or a comment does not end, or the text is more than the parser can take.</exception>
    public static IReadOnlyList<ScanToken> Scan(string sql) => Scan(ParserCall.Encode(sql));

    /// <inheritdoc cref="Scan(string)"/>
    public static IReadOnlyList<ScanToken> Scan(ReadOnlySpan<byte> utf8) => RunForJson(NativeOperation.Scan, utf8, ScanReader.ReadTokens);

    /// <summary>
    /// Parses the bodies of all PL/pgSQL functions, procedures and DO blocks that <paramref name="sql"/> creates or runs, in its order. Functions in
    /// other languages and other statements are left out.
    /// </summary>
    /// <exception cref="PgQueryException">
    /// The text is not SQL, one of the bodies is not PL/pgSQL (<see cref="PgQueryException.Position"/> is then unknown), or it is more than the parser can take.
    /// </exception>
    public static IReadOnlyList<PlPgSqlFunction> ParsePlPgSql(string sql)
    {
        for (var text = sql; ;)
        {
            try
            {
                return Run(ParserCall.Encode(text), static text => RunForJson(NativeOperation.ParsePlPgSql, text, PlPgSqlReader.ReadFunctions), inBodies: true);
            }
            catch (PgQueryException exception) when (exception.Code is PgQueryError.Syntax or PgQueryError.Unsupported)
            {
                if (VariableTypes.Change(text, exception.Message) is not { } changed)
                    throw;
                text = changed;
            }
        }
    }

    /// <summary>The text with every constant replaced by a parameter: <c>$1</c>, <c>$2</c> …</summary>
    /// <exception cref="PgQueryException">The text is not SQL, or more than the parser can take.</exception>
    public static string Normalize(string sql) => RunForText(NativeOperation.Normalize, sql);

    /// <summary>
    /// A digest of the tree, 16 hexadecimal digits: equal for texts that differ only in constants, layout or the length of lists of constants.
    /// </summary>
    /// <exception cref="PgQueryException">The text is not SQL, or more than the parser can take.</exception>
    public static string Fingerprint(string sql) => RunForText(NativeOperation.Fingerprint, sql);

    /// <summary>How the parser begins where it would have to ask a catalogue.</summary>
    internal const string NotImplemented = "Not implemented";

    private delegate T Operation<out T>(ReadOnlySpan<byte> utf8);

    /// <summary>Once more with blanks for comments where the text is refused with them.</summary>
    private static T Run<T>(ReadOnlySpan<byte> utf8, Operation<T> operation, bool inBodies = false)
    {
        try
        {
            return operation(utf8);
        }
        catch (PgQueryException exception) when (exception.Code == PgQueryError.Syntax)
        {
            if (CommentMask.Mask(utf8, inBodies) is not { } masked)
                throw;
            return operation(masked);
        }
    }

    /// <summary>The JSON that trees are read from.</summary>
    internal static byte[] ParseToJson(ReadOnlySpan<byte> utf8) => ParserCall.Run(NativeOperation.Parse, utf8, static json => json.ToArray());

    /// <summary>These operations answer in JSON, or with a bare message if they refuse the text.</summary>
    private static T RunForJson<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
        where T : class
    {
        string? refusal = null;
        var answer = ParserCall.Run(operation, utf8, text =>
        {
            if (text is [(byte)'{', ..])
                return read(text);
            refusal = Encoding.UTF8.GetString(text);
            return null;
        });
        return answer ?? throw Refusal(utf8, refusal!);
    }

    /// <summary>Only parsing tells where an error is; what it finds is not always the same error.</summary>
    private static PgQueryException Refusal(ReadOnlySpan<byte> utf8, string message)
    {
        try
        {
            CheckSyntax(utf8);
        }
        catch (PgQueryException exception) when (exception.Message == message)
        {
            return exception;
        }
        catch (PgQueryException)
        {
            // The scanner's error is the one to report.
        }
        return new PgQueryException(message.StartsWith(NotImplemented, StringComparison.Ordinal) ? PgQueryError.Unsupported : PgQueryError.Syntax, message);
    }

    /// <summary>These operations answer with text in either case, so make sure first that the text is SQL.</summary>
    private static string RunForText(NativeOperation operation, string sql) => Run(ParserCall.Encode(sql), text =>
    {
        CheckSyntax(text);
        return ParserCall.Run(operation, text, Encoding.UTF8.GetString);
    });

    private static void CheckSyntax(ReadOnlySpan<byte> utf8) => ParserCall.Run(NativeOperation.Parse, utf8, static _ => true);
}
