using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class MultipleFksOneTxTests() : RuleTest(new MultipleFksOneTx())
{
    private const string Tables = """
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE goods (id bigint PRIMARY KEY);
        --- next migration

        """;

    [Fact]
    public void Found_in_one_statement()
    {
        var finding = Finds($"{Tables}[|CREATE TABLE orders (buyer bigint REFERENCES users, item bigint REFERENCES goods)|];");
        Assert.Contains("public.users and public.goods", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_in_two_statements() => Finds($"""
        {Tables}CREATE TABLE orders (buyer bigint REFERENCES users, item bigint);
        [|ALTER TABLE orders ADD FOREIGN KEY (item) REFERENCES goods|];
        """);

    [Theory]
    [InlineData("CREATE TABLE orders (buyer bigint REFERENCES users, seller bigint REFERENCES users);")]
    [InlineData("CREATE TABLE shops (id bigint PRIMARY KEY);\nCREATE TABLE orders (buyer bigint REFERENCES users, shop bigint REFERENCES shops);")]
    [InlineData("CREATE TABLE orders (buyer bigint REFERENCES users, item bigint);\n--- next migration\nALTER TABLE orders ADD FOREIGN KEY (item) REFERENCES goods;")]
    [InlineData("-- schemabuild:no-transaction\nCREATE TABLE orders (buyer bigint REFERENCES users, item bigint);\nALTER TABLE orders ADD FOREIGN KEY (item) REFERENCES goods;")]
    public void Silent_for(string migration) => Silent(Tables + migration);
}
