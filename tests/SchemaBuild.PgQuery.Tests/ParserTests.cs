using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery.Tests;

public sealed class ParserTests
{
    [Fact]
    public void Statements_become_typed_trees()
    {
        var result = PgQueryParser.Parse("SELECT 1; ALTER TABLE app.users ADD COLUMN age int");

        Assert.Equal(18, result.Version / 10_000);
        Assert.Collection(
            result.Stmts,
            first => Assert.IsType<SelectStmt>(first.Stmt),
            second => Assert.Equal(("app", "users"), Assert.IsType<AlterTableStmt>(second.Stmt).Relation is { } relation ? (relation.Schemaname, relation.Relname) : default));
    }

    [Fact]
    public void A_syntax_error_has_a_position_in_bytes()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse("SELECT 'é', x y z"));

        Assert.Equal(PgQueryError.Syntax, error.Code);
        Assert.Equal("syntax error at or near \"z\"", error.Message);
        Assert.Equal("SELECT 'é', x y "u8.Length, error.Position);
    }
}
