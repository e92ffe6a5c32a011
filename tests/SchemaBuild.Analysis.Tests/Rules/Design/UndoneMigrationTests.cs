using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class UndoneMigrationTests() : RuleTest(new UndoneMigration())
{
    private const string Users = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n--- next migration\n";

    [Fact]
    public void Found_for_a_column_that_comes_and_goes() => Assert.Contains("002_step.sql", Finds(Users + """
        ALTER TABLE users ADD COLUMN note text CHECK (note <> '');
        --- next migration
        CREATE TABLE notes (id bigint);
        --- next migration
        [|ALTER TABLE users DROP COLUMN note|];
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_a_table_with_its_index() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint);
        CREATE INDEX notes_user ON notes (user_id);
        --- next migration
        [|DROP TABLE notes|];
        """);

    [Fact]
    public void Found_for_an_index() => Finds(Users + """
        CREATE INDEX CONCURRENTLY users_name ON users (name);
        --- next migration
        [|DROP INDEX CONCURRENTLY users_name|];
        """);

    [Fact]
    public void Silent_for_a_part() => Silent(Users + """
        ALTER TABLE users ADD COLUMN a text, ADD COLUMN b text;
        --- next migration
        ALTER TABLE users DROP COLUMN a;
        """);

    [Fact]
    public void Silent_for_more() => Silent(Users + """
        ALTER TABLE users ADD COLUMN a text;
        --- next migration
        ALTER TABLE users DROP COLUMN a;
        UPDATE users SET name = '' WHERE id = 1;
        """);

    [Fact]
    public void Silent_for_what_came_with_other_things() => Silent("""
        CREATE TABLE notes (id bigint);
        CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
        --- next migration
        DROP TABLE notes;
        """);

    [Fact]
    public void Silent_for_what_others_have_built_on() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        --- next migration
        CREATE INDEX notes_body ON notes (body);
        --- next migration
        DROP TABLE notes;
        """);

    [Fact]
    public void Silent_for_another_change_in_the_same_statement() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
        --- next migration
        ALTER TABLE users ADD COLUMN note text;
        --- next migration
        ALTER TABLE users DROP COLUMN note, ALTER COLUMN name DROP NOT NULL;
        """);
}
