using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class ValidateInSameTxTests() : RuleTest(new ValidateInSameTx())
{
    private const string Tables = """
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint);
        --- next migration

        """;

    private const string Both = Tables + """
        ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
        [|ALTER TABLE orders VALIDATE CONSTRAINT positive|];
        """;

    [Fact]
    public void Found_in_the_transaction_that_adds_it()
    {
        var finding = Finds(Both);
        Assert.Contains("still holds the ACCESS EXCLUSIVE of line 1", finding.Message, StringComparison.Ordinal);
        Assert.Equal("AccessExclusiveLock", finding.Lock);
    }

    [Fact]
    public void Found_for_a_foreign_key() => Finds($"""
        {Tables}ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (buyer) REFERENCES users NOT VALID;
        [|ALTER TABLE orders VALIDATE CONSTRAINT k|];
        """);

    [Fact]
    public void Found_whatever_else_has_locked_the_table() => Finds($"""
        {Tables}ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
        --- next migration
        ALTER TABLE orders ADD COLUMN note text;
        [|ALTER TABLE orders VALIDATE CONSTRAINT positive|];
        """);

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\n--- next migration\nALTER TABLE orders VALIDATE CONSTRAINT positive;")]
    [InlineData("-- schemabuild:no-transaction\nALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT positive;")]
    [InlineData("BEGIN;\nALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\nCOMMIT;\nBEGIN;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\nCOMMIT;")]
    [InlineData("CREATE TABLE notes (id bigint);\nALTER TABLE notes ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\nALTER TABLE notes VALIDATE CONSTRAINT positive;")]
    public void Silent_for(string migration) => Silent(Tables + migration);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(Both, major);
}
