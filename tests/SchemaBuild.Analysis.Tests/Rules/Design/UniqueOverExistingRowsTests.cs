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
}
