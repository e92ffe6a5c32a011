namespace SchemaBuild.PgQuery.Tests;

public sealed class NormalizeTests
{
    [Fact]
    public void Constants_become_parameters() =>
        Assert.Equal("SELECT $1, é FROM t WHERE a = $2", PgQueryParser.Normalize("SELECT 'x', é FROM t WHERE a = 42"));

    [Theory]
    [InlineData("SELECT a FROM t WHERE b = 1", "select  a\nfrom t /* c */ where b = 2")]
    [InlineData("SELECT a FROM t WHERE b IN (1, 2)", "SELECT a FROM t WHERE b IN (1, 2, 3)")]
    public void A_fingerprint_ignores_constants_and_layout(string one, string other) =>
        Assert.Equal(PgQueryParser.Fingerprint(one), PgQueryParser.Fingerprint(other));

    [Fact]
    public void A_fingerprint_tells_statements_apart()
    {
        Assert.Matches("^[0-9a-f]{16}$", PgQueryParser.Fingerprint("SELECT 1"));
        Assert.NotEqual(PgQueryParser.Fingerprint("SELECT a FROM t"), PgQueryParser.Fingerprint("SELECT b FROM t"));
    }

    [Fact]
    public void Both_refuse_what_is_not_sql()
    {
        foreach (var operation in (Func<string, string>[])[PgQueryParser.Normalize, PgQueryParser.Fingerprint])
        {
            var error = Assert.Throws<PgQueryException>(() => operation("SELECT 1,"));

            Assert.Equal((PgQueryError.Syntax, 9), (error.Code, error.Position));
        }
    }
}
