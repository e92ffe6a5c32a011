using SchemaBuild.PgQuery.Native;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery;

/// <summary>PostgreSQL 18's own parser. All members are safe to call from any thread.</summary>
public static class PgQueryParser
{
    /// <summary>Parses any number of statements.</summary>
    /// <exception cref="PgQueryException">The text is not SQL, or more than the parser can take.</exception>
    public static ParseResult Parse(string sql) => ParserCall.Run(NativeOperation.Parse, sql, NodeReader.ReadParseResult);

    /// <summary>Parses any number of statements. Offsets in the tree count bytes of <paramref name="utf8"/>.</summary>
    /// <exception cref="PgQueryException">The text is not SQL, or more than the parser can take.</exception>
    public static ParseResult Parse(ReadOnlySpan<byte> utf8) => ParserCall.Run(NativeOperation.Parse, utf8, NodeReader.ReadParseResult);

    /// <summary>The JSON that trees are read from.</summary>
    internal static byte[] ParseToJson(ReadOnlySpan<byte> utf8) => ParserCall.Run(NativeOperation.Parse, utf8, static json => json.ToArray());
}
