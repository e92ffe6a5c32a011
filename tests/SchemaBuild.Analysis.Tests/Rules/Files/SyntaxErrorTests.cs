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
    public void Says_that_psql_commands_are_not_sql() =>
        Assert.Contains("psql's backslash commands", Finds("""
            [|\|]connect shop
            SELECT 1;
            """).Message, StringComparison.Ordinal);

    [Fact]
    public void Silent_for_valid_text() => Silent("SELECT 1;\n\n");
}
