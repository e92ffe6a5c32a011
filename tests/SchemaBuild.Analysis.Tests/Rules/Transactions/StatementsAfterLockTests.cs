using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class StatementsAfterLockTests() : RuleTest(new StatementsAfterLock())
{
    [Fact]
    public void Found_for_an_index_build_on_another_table() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|CREATE INDEX ON orders (user_id)|];
        """);

    [Fact]
    public void Found_for_an_index_build_that_would_let_readers_through() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|CREATE INDEX ON users (name)|];
        """);

    [Fact]
    public void Silent_when_the_long_work_comes_first() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        CREATE INDEX ON orders (user_id);
        ALTER TABLE users ADD COLUMN a text;
        """);

    [Fact]
    public void Silent_for_catalogue_changes() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        ALTER TABLE users ALTER COLUMN a SET DEFAULT '';
        CREATE TABLE notes (id bigint);
        CREATE INDEX ON notes (id);
        """);

    [Fact]
    public void Silent_for_what_fails_unless_the_table_is_empty() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        ALTER TABLE orders ADD COLUMN b text NOT NULL;
        """);

    [Fact]
    public void Silent_when_committed_between() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        BEGIN;
        ALTER TABLE users ADD COLUMN a text;
        COMMIT;
        BEGIN;
        CREATE INDEX ON orders (user_id);
        COMMIT;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|CREATE INDEX orders_user ON orders (user_id)|];
        """, major);

    /// <summary>To part them in this order would leave a time without either.</summary>
    [Theory]
    [InlineData("DROP INDEX orders_note; [|CREATE INDEX orders_note ON orders (note)|]")]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey; [|ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES customers ON DELETE CASCADE|]")]
    public void Advises_to_make_the_new_one_first_where_it_replaces_the_old(string change) => Assert.Contains("Make the new one first", Finds($"""
        CREATE TABLE customers (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, note text, customer bigint CONSTRAINT orders_customer_fkey REFERENCES customers);
        CREATE INDEX orders_note ON orders (note);
        --- next migration
        {change};
        """).Message, StringComparison.Ordinal);

    /// <summary>statements-after-ax</summary>
    [Fact]
    public void Found_for_a_query_that_reads_a_whole_table() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE TABLE lines (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE orders ADD COLUMN extra text;
        [|SELECT count(*) FROM lines|];
        """);

    [Theory]
    [InlineData("SELECT max(id) FROM lines")]
    [InlineData("SELECT setval('numbers', (SELECT max(id) FROM lines))")]
    [InlineData("SELECT setval('numbers', max(id)) FROM lines")]
    [InlineData("SELECT 1 FROM lines LIMIT 1")]
    [InlineData("SELECT pg_notify('done', '')")]
    public void Silent_for_a_query_that_an_index_answers(string query) => Silent($"""
        CREATE SEQUENCE numbers;
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE TABLE lines (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE orders ADD COLUMN extra text;
        {query};
        """);
}
