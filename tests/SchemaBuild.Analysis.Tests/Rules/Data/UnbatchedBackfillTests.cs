using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class UnbatchedBackfillTests() : RuleTest(new UnbatchedBackfill())
{
    [Fact]
    public void Found_for_a_condition_that_any_number_of_rows_may_meet() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|UPDATE users SET phone = '' WHERE phone IS NULL|];
        """);

    [Fact]
    public void Found_for_a_delete() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|DELETE FROM users WHERE visits < 3|];
        """);

    [Fact]
    public void Found_for_a_join_with_a_table_that_is_there() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        CREATE TABLE phones (user_id bigint, phone text);
        --- next migration
        [|UPDATE users SET phone = p.phone FROM phones p WHERE p.user_id = users.id|];
        """);

    [Fact]
    public void Found_in_a_loop_over_all_rows() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        DO $$
        DECLARE r record;
        BEGIN
          FOR r IN SELECT id FROM users LOOP
            [|UPDATE users SET phone = '' WHERE id = r.id|];
          END LOOP;
        END $$;
        """);

    [Fact]
    public void Silent_for_a_row_named_by_its_key() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        UPDATE users SET phone = '' WHERE id = 7;
        DELETE FROM users WHERE id IN (1, 2, 3);
        """);

    [Fact]
    public void Silent_for_a_limit() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        UPDATE users SET phone = '' WHERE id IN (SELECT id FROM users WHERE phone IS NULL LIMIT 1000);
        """);

    [Fact]
    public void Silent_for_a_range_of_keys() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        UPDATE users SET phone = '' WHERE id >= 1000 AND id < 2000 AND phone IS NULL;
        DELETE FROM users WHERE id BETWEEN 1 AND 100;
        """);

    [Fact]
    public void Silent_for_a_list_of_values() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        UPDATE users SET phone = v.phone FROM (VALUES (1, 'a'), (2, 'b')) AS v (id, phone) WHERE users.id = v.id;
        """);

    [Fact]
    public void Silent_for_a_batch_in_with() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        WITH batch AS (SELECT id FROM users WHERE phone IS NULL LIMIT 1000) UPDATE users SET phone = '' FROM batch WHERE users.id = batch.id;
        """);

    [Fact]
    public void Silent_in_a_loop_that_commits() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        DO $$
        BEGIN
          LOOP
            UPDATE users SET phone = '' WHERE phone IS NULL AND id < 10;
            EXIT WHEN NOT FOUND;
            COMMIT;
          END LOOP;
        END $$;
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        CREATE TABLE users (id bigint, phone text);
        DELETE FROM users WHERE phone IS NULL;
        """);

    [Fact]
    public void Silent_on_a_declared_backfill() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:backfill
        UPDATE users SET phone = '' WHERE phone IS NULL;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_in_batches(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        [|UPDATE users SET phone = '' WHERE phone IS NULL OR name IS NULL|];
        """, major);
}
