using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery.Tests;

public sealed class ParserTests
{
    [Fact]
    public void Statements_become_typed_trees()
    {
        var result = PgQueryParser.Parse("SELECT 1; ALTER TABLE app.users ADD COLUMN age int");

        Assert.Equal(18, result.Version / 10_000);
        Assert.Equal(2, result.Stmts.Count);
        Assert.IsType<SelectStmt>(result.Stmts[0].Stmt);
        var relation = Assert.IsType<AlterTableStmt>(result.Stmts[1].Stmt).Relation!;
        Assert.Equal(("app", "users"), (relation.Schemaname, relation.Relname));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n -- nothing\n ; /* here */ ;")]
    public void A_text_without_statements_has_none(string sql) => Assert.Empty(PgQueryParser.Parse(sql).Stmts);

    [Theory]
    [InlineData("SELECT 'é😀', x y |z", "syntax error at or near \"z\"")]
    [InlineData("CREATE TABLE t (id int,|)", "syntax error at or near \")\"")]
    [InlineData("SELECT |'é", "unterminated quoted string at or near \"'é\"")]
    [InlineData("SELECT (|", "syntax error at end of input")]
    public void A_syntax_error_has_the_servers_message_and_a_position_in_bytes(string marked, string message)
    {
        var sql = marked.Replace("|", "", StringComparison.Ordinal);
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse(sql));

        Assert.Equal(PgQueryError.Syntax, error.Code);
        Assert.Equal(message, error.Message);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(marked[..marked.IndexOf('|', StringComparison.Ordinal)]), error.Position);
    }

    /// <summary>The parser keeps comments as tokens; the server's does not, and takes all of these.</summary>
    [Theory]
    [InlineData("SELECT 1 ORDER BY 1 NULLS{0}FIRST")]
    [InlineData("SELECT 1 WHERE 1 NOT{0}IN (1)")]
    [InlineData("SELECT 'a' NOT{0}LIKE 'b'")]
    [InlineData("SELECT CAST('1' AS timestamp WITH{0}TIME ZONE)")]
    [InlineData("CREATE TABLE t (at timestamp WITHOUT{0}TIME ZONE)")]
    public void A_comment_may_stand_between_words_that_belong_together(string sql)
    {
        foreach (var comment in new[] { " /* é */ ", " -- é\n " })
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, comment);
            var plain = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, " ");

            Assert.Equal(PgQueryParser.Parse(plain).Stmts[0].Stmt!.GetType(), PgQueryParser.Parse(text).Stmts[0].Stmt!.GetType());
            Assert.Equal(PgQueryParser.Fingerprint(plain), PgQueryParser.Fingerprint(text));
            Assert.DoesNotContain("é", PgQueryParser.Normalize(text), StringComparison.Ordinal);

            var body = $"DO $do$ DECLARE n int; BEGIN n := (SELECT count(*) FROM ({text.Replace("CREATE TABLE t (at", "SELECT CAST(now() AS", StringComparison.Ordinal)}) AS q); END $do$";
            Assert.Single(PgQueryParser.ParsePlPgSql(body));
        }
    }

    [Fact]
    public void An_error_beside_such_a_comment_is_at_its_place()
    {
        const string sql = "SELECT 1 ORDER BY 1 NULLS /* é */ FIRST; SELECT (";
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse(sql));

        Assert.Equal("syntax error at end of input", error.Message);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(sql), error.Position);
    }
}
