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
}
