using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class SeveralTablesLockedTests() : RuleTest(new SeveralTablesLocked())
{
    [Fact]
    public void Found_for_two_tables() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|ALTER TABLE orders ADD COLUMN a text|];
        """);

    [Fact]
    public void Found_when_a_drop_locks_the_table_that_it_referenced() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
        --- next migration
        ALTER TABLE orders ADD COLUMN a text;
        [|ALTER TABLE users ADD COLUMN a text|];
        """);

    [Fact]
    public void Silent_for_one_table() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        ALTER TABLE users ADD COLUMN b text;
        """);

    [Fact]
    public void Silent_for_two_transactions() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        BEGIN;
        ALTER TABLE users ADD COLUMN a text;
        COMMIT;
        BEGIN;
        ALTER TABLE orders ADD COLUMN a text;
        COMMIT;
        """);

    [Fact]
    public void Silent_for_a_new_table() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        CREATE TABLE notes (id bigint);
        ALTER TABLE notes ADD COLUMN a text;
        """);

    [Fact]
    public void Silent_for_the_two_tables_of_a_foreign_key() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;
        """);

    [Fact]
    public void Silent_when_the_order_is_declared() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        LOCK TABLE users, orders;
        ALTER TABLE orders ADD COLUMN a text;
        ALTER TABLE users ADD COLUMN a text;
        """);

    [Fact]
    public void Silent_for_partitions_of_one_table() => Silent("""
        CREATE TABLE events (id bigint) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        ALTER TABLE events ADD COLUMN a text;
        ALTER TABLE events_1 ALTER COLUMN a SET DEFAULT '';
        """);

    [Fact]
    public void Silent_for_tables_that_go() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        DROP TABLE orders;
        DROP TABLE users;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|ALTER TABLE orders ADD COLUMN a text|];
        """, major);

    /// <summary>Nothing can change the referenced table without the referencing one.</summary>
    [Fact]
    public void Advises_to_part_the_statement_where_a_foreign_key_locks_both() => Assert.Contains("Put this statement, whose foreign key locks both its tables, in a migration of its own.", Finds("""
        CREATE TABLE customers (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);
        --- next migration
        ALTER TABLE orders ADD COLUMN note text;
        [|ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers NOT VALID|];
        """).Message, StringComparison.Ordinal);
}
