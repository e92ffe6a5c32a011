using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class NonRepeatableDataChangeTests() : RuleTest(new NonRepeatableDataChange())
{
    [Fact]
    public void Found_for_an_insert_outside_a_transaction() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        [|INSERT INTO users (id) VALUES (1)|];
        """);

    [Fact]
    public void Found_for_a_count_that_goes_up() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        [|UPDATE users SET visits = visits + 1 WHERE id = 1|];
        """);

    [Fact]
    public void Found_for_a_random_value() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        [|UPDATE users SET visits = random() * 10 WHERE id = 1|];
        """);

    [Fact]
    public void Silent_in_a_transaction() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        INSERT INTO users (id) VALUES (1);
        UPDATE users SET visits = visits + 1 WHERE id = 1;
        """);

    [Fact]
    public void Silent_with_on_conflict() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING;
        """);

    [Fact]
    public void Silent_for_a_fixed_value() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        UPDATE users SET phone = lower(phone) WHERE id = 1;
        DELETE FROM users WHERE id = 2;
        """);

    [Fact]
    public void Silent_where_the_condition_leaves_out_what_is_done() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        UPDATE users SET phone = gen_random_uuid()::text WHERE id = 1 AND phone IS NULL;
        """);
}
