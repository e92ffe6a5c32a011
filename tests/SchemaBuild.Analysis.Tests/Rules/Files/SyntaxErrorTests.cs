using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class SyntaxErrorTests() : RuleTest(new SyntaxError())
{
    [Fact]
    public void Found_where_the_parser_stops()
    {
        var finding = Finds("""
            SELECT 1;
            CREATE [|TABEL|] orders (id bigint);
            """);
        Assert.StartsWith("syntax error at or near \"TABEL\"", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_after_characters_of_several_bytes() => Finds("SELECT 'é😀' FROM [|WHERE|];");

    [Fact]
    public void Silent_for_what_only_psql_understands() => Silent("""
        \connect shop
        SELECT 1;
        """);

    [Fact]
    public void Silent_for_valid_text() => Silent("SELECT 1;\n\n");
}
