using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class NoWhereTests() : RuleTest(new NoWhere())
{
    [Fact]
    public void Found_for_an_update_without_a_condition() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|UPDATE users SET phone = ''|];
        """);

    [Fact]
    public void Found_for_a_delete_without_a_condition() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|DELETE FROM users|];
        """);

    [Fact]
    public void Found_for_a_constant_condition() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|UPDATE users SET phone = '' WHERE 1 = 1|];
        """);

    [Fact]
    public void Found_for_a_key_that_is_not_null() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|DELETE FROM users WHERE id IS NOT NULL|];
        """);

    [Fact]
    public void Found_in_a_block_at_the_statement() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        DO $$
        BEGIN
          PERFORM 1;
          [|UPDATE users SET phone = ''|];
        END $$;
        """);

    [Fact]
    public void Silent_with_a_condition() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        UPDATE users SET phone = '' WHERE phone IS NULL;
        """);

    [Fact]
    public void Silent_for_a_column_that_may_be_null() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        DELETE FROM users WHERE phone IS NOT NULL;
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        CREATE TABLE users (id bigint);
        UPDATE users SET id = 1;
        """);

    [Fact]
    public void Silent_on_a_temporary_table() => Silent("""
        CREATE TEMP TABLE scratch (id bigint);
        DELETE FROM scratch;
        """);

    [Fact]
    public void Silent_on_a_declared_backfill() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:backfill
        UPDATE users SET phone = '';
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_in_batches(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|UPDATE users SET phone = '' WHERE true|];
        """, major);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_of_a_delete_runs_in_batches(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|DELETE FROM users AS u|];
        """, major);

    [Theory]
    [InlineData("true")]
    [InlineData("1 = 1")]
    [InlineData("2 > 1 AND 'a' = 'a'")]
    [InlineData("NOT false")]
    [InlineData("NOT (1 = 2)")]
    [InlineData("1 <> 2 OR phone = ''")]
    [InlineData("'t'::boolean")]
    [InlineData("id IS NOT NULL")]
    [InlineData("users.id = id")]
    [InlineData("visits IS NOT NULL AND id IS NOT NULL")]
    [InlineData("id IN (SELECT id FROM users)")]
    [InlineData("id = ANY (SELECT u.id FROM users u)")]
    public void Found_for_a_condition_that_every_row_meets(string condition) => Finds($"""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|DELETE FROM users WHERE {condition}|];
        """);

    [Theory]
    [InlineData("1 = 0")]
    [InlineData("'a' < 'b'")]
    [InlineData("phone = phone")]
    [InlineData("phone IN (SELECT phone FROM users)")]
    [InlineData("id IN (SELECT id FROM users WHERE visits = 0)")]
    [InlineData("id IN (SELECT id FROM users LIMIT 10)")]
    [InlineData("NOT (id = 1)")]
    public void Silent_for_a_condition_that_some_row_may_not_meet(string condition) => Silent($"""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        DELETE FROM users WHERE {condition};
        """);
}
