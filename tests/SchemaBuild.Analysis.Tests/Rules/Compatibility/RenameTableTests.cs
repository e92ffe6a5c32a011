using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class RenameTableTests() : RuleTest(new RenameTable())
{
    private const string Things = """
        CREATE TYPE state AS ENUM ('new');
        CREATE SEQUENCE numbers;
        CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42';
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE INDEX users_name ON users (name);
        CREATE VIEW names AS SELECT name FROM users;
        CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
        CREATE TABLE users_next (id bigint PRIMARY KEY, name text);
        --- next migration

        """;

    private const string Table = Things + "[|ALTER TABLE users RENAME TO people|];";

    [Fact]
    public void Found_for_a_table()
    {
        var finding = Finds(Table);
        Assert.Contains("The table public.users is called people", finding.Message, StringComparison.Ordinal);
        Assert.Contains("42P01", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER VIEW names RENAME TO all_names")]
    [InlineData("ALTER MATERIALIZED VIEW ids RENAME TO all_ids")]
    [InlineData("ALTER SEQUENCE numbers RENAME TO all_numbers")]
    [InlineData("ALTER TYPE state RENAME TO order_state")]
    [InlineData("ALTER FUNCTION answer() RENAME TO reply")]
    public void Found_for(string statement) => Finds($"{Things}[|{statement}|];");

    [Theory]
    [InlineData("ALTER TABLE users RENAME TO people;\nCREATE VIEW users AS SELECT * FROM people;")]
    [InlineData("ALTER TABLE users RENAME TO users_old;\nALTER TABLE users_next RENAME TO users;")]
    [InlineData("ALTER TABLE users RENAME TO people;\nALTER TABLE people RENAME TO users;")]
    [InlineData("ALTER FUNCTION answer() RENAME TO reply;\nCREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT reply()';")]
    [InlineData("ALTER INDEX users_name RENAME TO users_by_name;")]
    [InlineData("ALTER TABLE users RENAME CONSTRAINT users_pkey TO users_key;")]
    [InlineData("CREATE TABLE notes (id bigint);\nALTER TABLE notes RENAME TO remarks;")]
    public void Silent_for(string migration) => Silent(Things + migration);

    [Fact]
    public void Found_when_the_view_comes_in_a_later_transaction() => Finds($"""
        {Table}
        --- next migration
        CREATE VIEW users AS SELECT * FROM people;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs(int major) => ProvesRewrite(Table, major, givesSameSchema: false);

    [Theory]
    [InlineData("CREATE TABLE orders_new (id bigint, made timestamptz) PARTITION BY RANGE (made); CREATE TABLE orders_1 PARTITION OF orders_new FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')")]
    [InlineData("CREATE TABLE orders_new (LIKE orders)")]
    public void Found_where_an_empty_table_takes_the_name(string create) => Assert.Contains("finds none of its rows there", Finds($"""
        CREATE TABLE orders (id bigint, made timestamptz, note text);
        --- next migration
        {create};
        [|ALTER TABLE orders RENAME TO orders_old|];
        ALTER TABLE orders_new RENAME TO orders;
        """).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CREATE TABLE orders_new (LIKE orders); INSERT INTO orders_new SELECT * FROM orders")]
    [InlineData("CREATE TABLE orders_new AS SELECT * FROM orders")]
    public void Silent_where_the_table_that_takes_the_name_was_filled(string create) => Silent($"""
        CREATE TABLE orders (id bigint, made timestamptz, note text);
        --- next migration
        {create};
        ALTER TABLE orders RENAME TO orders_old;
        ALTER TABLE orders_new RENAME TO orders;
        """);

    /// <summary>The old rows are those of a partition.</summary>
    [Fact]
    public void Silent_where_the_old_table_becomes_a_partition() => Silent("""
        CREATE TABLE orders (id bigint, made timestamptz NOT NULL);
        --- next migration
        ALTER TABLE orders RENAME TO orders_old;
        CREATE TABLE orders (id bigint, made timestamptz NOT NULL) PARTITION BY RANGE (made);
        ALTER TABLE orders ATTACH PARTITION orders_old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        """);
}
