using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

/// <summary>fk-locks-parent: what takes SHARE ROW EXCLUSIVE on the referenced table without reading a row.</summary>
public sealed class FkLocksParentTests() : RuleTest(new FkLocksParent())
{
    private const string Tables = """
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint);
        --- next migration

        """;

    private const string NotValid = Tables + "[|ALTER TABLE orders ADD CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES users NOT VALID|];";

    [Fact]
    public void Found_for_a_key_that_is_not_valid()
    {
        var finding = Finds(NotValid);
        Assert.Contains("holds SHARE ROW EXCLUSIVE on public.users", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["public.users"], finding.Relations);
        Assert.Equal("ShareRowExclusiveLock", finding.Lock);
    }

    [Theory]
    [InlineData("CREATE TABLE notes (author bigint REFERENCES users)")]
    [InlineData("CREATE TABLE notes (author bigint, FOREIGN KEY (author) REFERENCES users (id))")]
    [InlineData("ALTER TABLE orders ADD COLUMN seller bigint REFERENCES users")]
    public void Found_for(string statement) => Finds($"{Tables}[|{statement}|];");

    [Fact]
    public void Found_for_a_key_that_is_not_enforced() => Finds($"{Tables}[|ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (buyer) REFERENCES users NOT ENFORCED|];", major: 18);

    [Fact]
    public void Found_for_a_table_that_no_migration_shows() => Finds("[|CREATE TABLE notes (author bigint REFERENCES users (id))|];");

    [Theory]
    [InlineData("CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE notes (author bigint REFERENCES people);")]
    [InlineData("-- schemabuild:no-transaction\nCREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE notes (author bigint REFERENCES people);")]
    [InlineData("ALTER TABLE users ADD COLUMN boss bigint REFERENCES users;")]
    [InlineData("SET LOCAL lock_timeout = '2s';\nCREATE TABLE notes (author bigint REFERENCES users);")]
    [InlineData("CREATE TABLE notes (author bigint);")]
    public void Silent_for(string migration) => Silent(Tables + migration);

    [Fact]
    public void Silent_where_the_rows_are_read_too_which_is_an_error_of_its_own() => Silent($"{Tables}ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (buyer) REFERENCES users;");

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(NotValid, major);
}
