using System.Buffers.Text;
using System.Text.Json;

namespace SchemaBuild.PgQuery;

/// <summary>
/// Reads <c>{"version":180004,"tokens":[{"start":0,"end":6,"text":"…","tokenType":653,"tokenName":"…","keywordKind":4,"keywordName":"…"}, …]}</c>.
/// Not with a JSON reader: <c>text</c> holds control characters as they are, which JSON forbids.
/// </summary>
internal ref struct ScanReader
{
    // Tokens of PostgreSQL's gram.y; below these are single characters, above them keywords.
    private const int FirstNamed = 258;

    private ReadOnlySpan<byte> _rest;

    public static IReadOnlyList<ScanToken> ReadTokens(ReadOnlySpan<byte> answer)
    {
        var reader = new ScanReader { _rest = answer };
        var tokens = new List<ScanToken>();
        reader.Skip("{\"version\":"u8);
        reader.ReadNumber();
        reader.Skip(",\"tokens\":["u8);
        while (reader._rest is [(byte)'{' or (byte)',', ..])
        {
            if (tokens.Count > 0)
                reader.Skip(","u8);
            tokens.Add(reader.ReadToken());
        }
        reader.Skip("]}"u8);
        return tokens;
    }

    private ScanToken ReadToken()
    {
        Skip("{\"start\":"u8);
        var start = ReadNumber();
        Skip(",\"end\":"u8);
        var end = ReadNumber();
        Skip(",\"text\":"u8);
        SkipString();
        Skip(",\"tokenType\":"u8);
        var type = ReadNumber();
        Skip(",\"tokenName\":"u8);
        SkipString();
        Skip(",\"keywordKind\":"u8);
        var keyword = (KeywordKind)ReadNumber();
        Skip(",\"keywordName\":"u8);
        SkipString();
        Skip("}"u8);
        return new ScanToken(start, end, keyword == KeywordKind.None ? ToKind(type) : ScanTokenKind.Keyword, keyword);
    }

    private static ScanTokenKind ToKind(int type) => type switch
    {
        < FirstNamed => ScanTokenKind.Punctuation,
        258 => ScanTokenKind.Identifier,
        259 => ScanTokenKind.UnicodeIdentifier,
        260 => ScanTokenKind.NumericConstant,
        261 => ScanTokenKind.StringConstant,
        262 => ScanTokenKind.UnicodeStringConstant,
        263 => ScanTokenKind.BitStringConstant,
        264 => ScanTokenKind.HexStringConstant,
        266 => ScanTokenKind.IntegerConstant,
        267 => ScanTokenKind.Parameter,
        // Op, and the operators that the grammar names: :: .. := => <= >= <>
        265 or (>= 268 and <= 274) => ScanTokenKind.Operator,
        275 => ScanTokenKind.LineComment,
        276 => ScanTokenKind.BlockComment,
        _ => throw new JsonException($"Unknown type of token: {type}."),
    };

    private void Skip(ReadOnlySpan<byte> expected)
    {
        if (!_rest.StartsWith(expected))
            throw new JsonException($"Expected {System.Text.Encoding.UTF8.GetString(expected)} in a list of tokens.");
        _rest = _rest[expected.Length..];
    }

    private int ReadNumber()
    {
        if (!Utf8Parser.TryParse(_rest, out int number, out var length))
            throw new JsonException("Expected a number in a list of tokens.");
        _rest = _rest[length..];
        return number;
    }

    private void SkipString()
    {
        Skip("\""u8);
        while (_rest.IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var special)
        {
            var escaped = _rest[special] == (byte)'\\';
            _rest = _rest[(special + (escaped ? 2 : 1))..];
            if (!escaped)
                return;
        }
        throw new JsonException("A string does not end in a list of tokens.");
    }
}
