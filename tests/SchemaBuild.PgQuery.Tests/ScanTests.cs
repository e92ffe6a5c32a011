using System.Text;

namespace SchemaBuild.PgQuery.Tests;

public sealed class ScanTests
{
    [Theory]
    [InlineData("users", ScanTokenKind.Identifier, KeywordKind.None)]
    [InlineData("\"Straße\"", ScanTokenKind.Identifier, KeywordKind.None)]
    [InlineData("U&\"d\\0061\"", ScanTokenKind.UnicodeIdentifier, KeywordKind.None)]
    [InlineData("SELECT", ScanTokenKind.Keyword, KeywordKind.Reserved)]
    [InlineData("concurrently", ScanTokenKind.Keyword, KeywordKind.TypeOrFunctionName)]
    [InlineData("numeric", ScanTokenKind.Keyword, KeywordKind.ColumnName)]
    [InlineData("index", ScanTokenKind.Keyword, KeywordKind.Unreserved)]
    [InlineData("'it''s'", ScanTokenKind.StringConstant, KeywordKind.None)]
    [InlineData("E'\\n'", ScanTokenKind.StringConstant, KeywordKind.None)]
    [InlineData("$q$ $$ \" \\ \u0001 \u000b é $q$", ScanTokenKind.StringConstant, KeywordKind.None)]
    [InlineData("U&'\\00e9'", ScanTokenKind.UnicodeStringConstant, KeywordKind.None)]
    [InlineData("B'01'", ScanTokenKind.BitStringConstant, KeywordKind.None)]
    [InlineData("X'ff'", ScanTokenKind.HexStringConstant, KeywordKind.None)]
    [InlineData("42", ScanTokenKind.IntegerConstant, KeywordKind.None)]
    [InlineData("4.2e1", ScanTokenKind.NumericConstant, KeywordKind.None)]
    [InlineData("99999999999", ScanTokenKind.NumericConstant, KeywordKind.None)]
    [InlineData("$1", ScanTokenKind.Parameter, KeywordKind.None)]
    [InlineData("::", ScanTokenKind.Operator, KeywordKind.None)]
    [InlineData("||", ScanTokenKind.Operator, KeywordKind.None)]
    [InlineData("<>", ScanTokenKind.Operator, KeywordKind.None)]
    [InlineData(";", ScanTokenKind.Punctuation, KeywordKind.None)]
    [InlineData("-- a \"line\" \\", ScanTokenKind.LineComment, KeywordKind.None)]
    [InlineData("/* a /* nested */ é\n */", ScanTokenKind.BlockComment, KeywordKind.None)]
    public void A_token_has_its_kind_and_its_place_in_bytes(string token, ScanTokenKind kind, KeywordKind keyword)
    {
        var tokens = PgQueryParser.Scan($"é\n{token}\n, x");

        var start = Encoding.UTF8.GetByteCount("é\n");
        Assert.Equal(new ScanToken(start, start + Encoding.UTF8.GetByteCount(token), kind, keyword), tokens[1]);
        Assert.Equal(4, tokens.Count);
    }

    [Fact]
    public void A_text_need_not_be_a_statement_to_be_scanned() =>
        Assert.Equal([ScanTokenKind.Punctuation, ScanTokenKind.Keyword, ScanTokenKind.Punctuation], PgQueryParser.Scan(") FROM (").Select(token => token.Kind));

    [Fact]
    public void Nothing_gives_no_tokens() => Assert.Empty(PgQueryParser.Scan(" \n"));

    [Fact]
    public void An_end_that_is_missing_is_reported_where_it_began()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Scan("SELECT 'é', $a$ x"));

        Assert.Equal((PgQueryError.Syntax, "SELECT 'é', "u8.Length), (error.Code, error.Position));
        Assert.StartsWith("unterminated dollar-quoted string", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_that_is_missing_behind_another_error_has_no_position()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Scan("SELECT ) 'x"));

        Assert.Equal(-1, error.Position);
        Assert.StartsWith("unterminated quoted string", error.Message, StringComparison.Ordinal);
    }
}
