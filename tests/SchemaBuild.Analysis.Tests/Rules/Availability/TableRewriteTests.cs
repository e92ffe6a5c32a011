using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class TableRewriteTests() : RuleTest(new TableRewrite())
{
    [Theory]
    [InlineData("ADD COLUMN token uuid DEFAULT gen_random_uuid()")]
    [InlineData("ADD COLUMN number bigserial")]
    [InlineData("ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY")]
    [InlineData("ADD COLUMN twice integer GENERATED ALWAYS AS (size * 2) STORED")]
    [InlineData("ALTER COLUMN size TYPE bigint")]
    [InlineData("ALTER COLUMN code TYPE varchar(10)")]
    public void Found_when_each_row_gets_a_new_value(string change)
    {
        var finding = Finds($"""
            CREATE TABLE orders (id bigint PRIMARY KEY, size integer, code varchar(50));
            --- next migration
            [|ALTER TABLE orders {change}|];
            """);
        Assert.Equal("AccessExclusiveLock", finding.Lock);
        Assert.Contains("public.orders is rewritten", finding.Message, StringComparison.Ordinal);
        Assert.Contains("its index rebuilt", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ADD COLUMN note text")]
    [InlineData("ADD COLUMN n integer NOT NULL DEFAULT -1")]
    [InlineData("ADD COLUMN made timestamptz DEFAULT (now())")]
    [InlineData("ADD COLUMN made timestamp DEFAULT (now() AT TIME ZONE 'utc')")]
    [InlineData("ADD COLUMN meta jsonb DEFAULT jsonb_build_object('a', 1)")]
    [InlineData("ADD COLUMN day date DEFAULT current_date")]
    [InlineData("ALTER COLUMN code TYPE varchar(100)")]
    [InlineData("ALTER COLUMN code TYPE text")]
    public void Silent_when_the_rows_stay(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, size integer, code varchar(50));
        --- next migration
        ALTER TABLE orders {change};
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        CREATE TABLE orders (id integer);
        ALTER TABLE orders ALTER COLUMN id TYPE bigint;
        """);

    /// <summary>type-change-rewrite: through a second column, with its index.</summary>
    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_of_a_type_change_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE orders (id bigint, size integer NOT NULL);
        CREATE INDEX orders_size ON orders (size);
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN size TYPE bigint|];
        """, major);
}
