using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class MixedTransactionsTests() : RuleTest(new MixedTransactions())
{
    [Fact]
    public void Found_for_an_index_that_is_built_concurrently_after_a_change() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|CREATE INDEX CONCURRENTLY users_a ON users (a)|];
        """);

    [Fact]
    public void Found_at_the_transaction_behind() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        CREATE INDEX CONCURRENTLY users_a ON users (name);
        [|ALTER TABLE users ADD COLUMN a text|];
        """);

    [Fact]
    public void Silent_for_one_kind() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        CREATE INDEX CONCURRENTLY users_a ON users (name);
        CREATE INDEX CONCURRENTLY users_b ON users (phone);
        """);

    [Fact]
    public void Silent_for_settings() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        SET lock_timeout = '2s';
        CREATE INDEX CONCURRENTLY users_a ON users (name);
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|CREATE INDEX CONCURRENTLY users_a ON users (a)|];
        """, major);

    [Fact]
    public void Names_all_that_run_outside() => Assert.Contains("ALTER SYSTEM and CREATE SUBSCRIPTION run outside a transaction", Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        --- next migration
        ALTER SYSTEM SET wal_level = logical;
        [|SELECT pg_reload_conf()|];
        CREATE SUBSCRIPTION users_subscription CONNECTION 'host=source' PUBLICATION users_publication;
        """).Message, StringComparison.Ordinal);
}
