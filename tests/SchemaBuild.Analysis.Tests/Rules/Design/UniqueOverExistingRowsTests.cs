using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class UniqueOverExistingRowsTests() : RuleTest(new UniqueOverExistingRows())
{
    [Fact]
    public void Found_for_existing_columns() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        --- next migration
        [|CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)|];
        """);

    [Fact]
    public void Found_for_a_constraint() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        --- next migration
        [|ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)|];
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        CREATE UNIQUE INDEX users_email ON users (email);
        """);

    [Fact]
    public void Silent_for_a_column_that_is_null_everywhere() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        --- next migration
        ALTER TABLE users ADD COLUMN token text;
        CREATE UNIQUE INDEX users_token ON users (token);
        """);

    [Fact]
    public void Found_for_a_column_with_the_same_value_everywhere() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        --- next migration
        ALTER TABLE users ADD COLUMN token text DEFAULT '';
        [|CREATE UNIQUE INDEX users_token ON users (token)|];
        """);

    [Fact]
    public void Silent_where_another_key_proves_it() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        --- next migration
        CREATE UNIQUE INDEX CONCURRENTLY users_id_email ON users (id, email);
        """);

    [Fact]
    public void Silent_for_an_index_that_is_not_unique() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, email text);
        --- next migration
        CREATE INDEX CONCURRENTLY users_email ON users (email);
        """);

    [Fact]
    public void Silent_where_the_key_that_goes_in_the_same_transaction_has_proved_more() => Silent("""
        CREATE TABLE triggers (id bigint PRIMARY KEY, endpoint bigint, slug text);
        CREATE UNIQUE INDEX triggers_key ON triggers (endpoint, slug);
        --- next migration
        DROP INDEX triggers_key;
        ALTER TABLE triggers ADD COLUMN kind text NOT NULL DEFAULT 'event';
        CREATE UNIQUE INDEX triggers_kind_key ON triggers (endpoint, slug, kind);
        """);

    [Fact]
    public void Found_once_others_could_write_without_the_old_key() => Finds("""
        CREATE TABLE triggers (id bigint PRIMARY KEY, endpoint bigint, slug text);
        CREATE UNIQUE INDEX triggers_key ON triggers (endpoint, slug);
        --- next migration
        DROP INDEX triggers_key;
        --- next migration
        [|CREATE UNIQUE INDEX triggers_kind_key ON triggers (endpoint, slug)|];
        """);

    /// <summary>The required column is a finding of its own: it comes only if there is no row.</summary>
    [Fact]
    public void Silent_beside_a_required_column_that_no_row_could_have_got() => Silent("""
        CREATE TABLE tasks (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE tasks ADD COLUMN friendly_id text NOT NULL;
        CREATE UNIQUE INDEX tasks_friendly_id_key ON tasks (friendly_id);
        """);

    [Fact]
    public void The_look_before_leaves_out_NULLs_which_are_distinct() => Assert.Contains("FROM public.tasks WHERE slug IS NOT NULL GROUP BY slug, kind", Finds("""
        CREATE TABLE tasks (id bigint PRIMARY KEY, slug text, kind text NOT NULL);
        --- next migration
        [|CREATE UNIQUE INDEX tasks_key ON tasks (slug, kind)|];
        """).Message, StringComparison.Ordinal);
}
