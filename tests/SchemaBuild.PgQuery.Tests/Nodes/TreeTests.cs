using System.Text;
using SchemaBuild.PgQuery.Nodes;
using SchemaBuild.Testing;

namespace SchemaBuild.PgQuery.Tests.Nodes;

/// <summary>The generated nodes against the parser: nothing that it says is lost or misplaced.</summary>
public sealed class TreeTests
{
    [Fact]
    public void Every_type_of_node_is_read_with_every_value()
    {
        var oracle = new JsonOracle();
        var statements = File.ReadLines(RepositoryRoot.Combine("tests", "SchemaBuild.PgQuery.Tests", "Nodes", "statements.sql"));
        foreach (var statement in statements.Where(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)))
            Compare(oracle, statement);

        Assert.Empty(oracle.Differences);
        Assert.Empty(typeof(Node).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Node))).Except(oracle.Seen).Select(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Corpora.Names), MemberType = typeof(Corpora))]
    public void Every_value_of_a_real_history_is_read(string name)
    {
        var oracle = new JsonOracle();
        foreach (var file in Corpora.Get(name).Files)
            Compare(oracle, File.ReadAllText(file));

        Assert.Empty(oracle.Differences);
    }

    [Theory]
    [InlineData("tab \t, quote \", slashes / \\, delete \u007f, é, line separator \u2028, 😀, \u0001")]
    [InlineData("é")]
    public void A_string_comes_back_as_it_was_written(string text)
    {
        var select = Assert.IsType<SelectStmt>(PgQueryParser.Parse($"SELECT '{text}'").Stmts[0].Stmt);
        var constant = Assert.IsType<A_Const>(Assert.IsType<ResTarget>(select.TargetList[0]).Val);
        Assert.Equal(text, Assert.IsType<StringValue>(constant.Val).Sval);
    }

    [Fact]
    public void Offsets_count_bytes_and_a_statement_starts_at_its_first_word()
    {
        var result = PgQueryParser.Parse("SELECT 'é'; /* ü */ SELECT b");
        var second = Assert.IsType<SelectStmt>(result.Stmts[1].Stmt);
        Assert.Equal(
            [(0, "SELECT 'é'"u8.Length), ("SELECT 'é'; /* ü */ "u8.Length, 0)],
            result.Stmts.Select(stmt => (stmt.StmtLocation, stmt.StmtLen)));
        Assert.Equal("SELECT 'é'; /* ü */ SELECT "u8.Length, second.TargetList[0].Location);
    }

    private static void Compare(JsonOracle oracle, string sql)
    {
        var json = PgQueryParser.ParseToJson(Encoding.UTF8.GetBytes(sql));
        oracle.Compare(Encoding.UTF8.GetString(json), NodeReader.ReadParseResult(json));
    }
}
