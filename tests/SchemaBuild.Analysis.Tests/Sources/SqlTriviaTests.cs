using System.Text;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Tests.Sources;

/// <summary>The end of a statement is found without the scanner, and is where the scanner says.</summary>
public class SqlTriviaTests
{
    [Theory]
    [InlineData("SELECT 1 -- one")]
    [InlineData("SELECT 1 /* one */")]
    [InlineData("SELECT 1 /* a /* nested */ one */ -- and more\n  ")]
    [InlineData("SELECT '-- no comment'")]
    [InlineData("SELECT 'it''s -- no comment'")]
    [InlineData("SELECT 'a' -- it's")]
    [InlineData("SELECT '\\' -- the end of the text is before this")]
    [InlineData("SELECT E'\\' -- in the text' -- behind it")]
    [InlineData("SELECT e'a''\\\\' -- behind it")]
    [InlineData("SELECT E'''-- in' /* behind */")]
    [InlineData("SELECT type'x' -- a word that ends with e")]
    [InlineData("SELECT U&'\\0061' -- behind")]
    [InlineData("SELECT \"a -- b\" -- c")]
    [InlineData("SELECT \"a\"\"-- b\" -- c")]
    [InlineData("SELECT $$ -- in ' $$ -- behind")]
    [InlineData("SELECT $a$ -- in $$ '$a$ /* behind */")]
    [InlineData("SELECT a$b$c -- no dollar quote: $b$")]
    [InlineData("SELECT $1 -- '")]
    [InlineData("SELECT 1 +-- '\n 2 -- two")]
    [InlineData("SELECT 1 */* ' */ 2 -- two")]
    [InlineData("SELECT 'ä' AS \"ö\" -- ü")]
    [InlineData("SELECT 'a'\n-- between\n'b' -- behind")]
    public void Ends_behind_the_last_token(string statement)
    {
        var utf8 = Encoding.UTF8.GetBytes(statement);

        var last = PgQueryParser.Scan(utf8).Last(token => token.Kind is not (ScanTokenKind.LineComment or ScanTokenKind.BlockComment));

        Assert.Equal(last.End, SqlTrivia.EndOfTokens(utf8));
    }
}
