using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

/// <summary>fk-locks-parent: what takes ACCESS EXCLUSIVE on the referenced table without naming it.</summary>
public sealed class FkDropLocksParentTests() : RuleTest(new FkDropLocksParent())
{
    private const string Tables = """
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint CONSTRAINT orders_buyer REFERENCES users);
        --- next migration

        """;

    private const string DropConstraint = Tables + "[|ALTER TABLE orders DROP CONSTRAINT orders_buyer|];";

    [Fact]
    public void Found_for_the_constraint()
    {
        var finding = Finds(DropConstraint);
        Assert.Contains("that takes ACCESS EXCLUSIVE on public.users as well", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["public.users"], finding.Relations);
        Assert.Equal("AccessExclusiveLock", finding.Lock);
    }

    [Theory]
    [InlineData("DROP TABLE orders")]
    [InlineData("ALTER TABLE orders DROP COLUMN buyer")]
    public void Found_for(string statement) => Finds($"{Tables}[|{statement}|];");

    [Fact]
    public void Found_for_a_key_that_is_switched_off() => Finds($"{Tables}[|ALTER TABLE orders ALTER CONSTRAINT orders_buyer NOT ENFORCED|];", major: 18);

    [Fact]
    public void Found_once_for_a_lock_that_the_transaction_holds_already() => Finds($"""
        {Tables}[|ALTER TABLE orders DROP CONSTRAINT orders_buyer|];
        ALTER TABLE orders ADD CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES users ON DELETE CASCADE NOT VALID;
        ALTER TABLE orders DROP CONSTRAINT orders_buyer;
        """);

    [Theory]
    [InlineData("ALTER TABLE users ADD COLUMN name text;\nALTER TABLE orders DROP CONSTRAINT orders_buyer;")]
    [InlineData("DROP TABLE orders;\nDROP TABLE users;")]
    [InlineData("DROP TABLE orders, users;")]
    [InlineData("SET lock_timeout = '1s';\nALTER TABLE orders DROP CONSTRAINT orders_buyer;")]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT orders_pkey;")]
    public void Silent_for(string migration) => Silent(Tables + migration);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(DropConstraint, major);
}
