using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropViewFunctionTypeTests() : RuleTest(new DropViewFunctionType())
{
    private const string Things = """
        CREATE TYPE state AS ENUM ('new');
        CREATE DOMAIN code AS text;
        CREATE SEQUENCE numbers;
        CREATE FUNCTION answer(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 42';
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TABLE users (id bigserial PRIMARY KEY, name text);
        CREATE VIEW names AS SELECT id, name FROM users;
        CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
        ALTER TABLE users ENABLE ROW LEVEL SECURITY;
        CREATE POLICY all_users ON users USING (true);
        --- next migration

        """;

    [Theory]
    [InlineData("DROP VIEW names", "42P01")]
    [InlineData("DROP MATERIALIZED VIEW ids", "42P01")]
    [InlineData("DROP FUNCTION answer(integer)", "42883")]
    [InlineData("DROP TYPE state", "42704")]
    [InlineData("DROP DOMAIN code", "42704")]
    [InlineData("DROP SEQUENCE numbers", "42P01")]
    [InlineData("DROP POLICY all_users ON users", "without an error")]
    public void Found_for(string statement, string harm) => Assert.Contains(harm, Finds($"{Things}[|{statement}|];").Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_a_view_that_comes_back_with_less() =>
        Assert.Contains("comes back without name", Finds($"{Things}[|DROP VIEW names|];\nCREATE VIEW names AS SELECT id FROM users;").Message, StringComparison.Ordinal);

    private const string Swap = """
        CREATE TYPE state_next AS ENUM ({0});
        ALTER TYPE state RENAME TO state_old;
        ALTER TYPE state_next RENAME TO state;
        """;

    [Fact]
    public void Found_for_an_enum_that_is_swapped_for_one_with_less() =>
        Assert.Contains("comes back without 'new'", Finds($"{Things}{Swap.Replace("{0}", "'paid'", StringComparison.Ordinal)}\n[|DROP TYPE state_old|];").Message, StringComparison.Ordinal);

    [Fact]
    public void Silent_for_an_enum_that_is_swapped_for_one_with_more() => Silent($"{Things}{Swap.Replace("{0}", "'new', 'paid'", StringComparison.Ordinal)}\nDROP TYPE state_old;");

    [Theory]
    [InlineData("DROP VIEW names;\nCREATE VIEW names AS SELECT name, id FROM users;")]
    [InlineData("DROP FUNCTION answer(integer);\nCREATE FUNCTION answer(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 42';")]
    [InlineData("DROP POLICY all_users ON users;\nCREATE POLICY all_users_again ON users USING (id > 0);")]
    [InlineData("DROP FUNCTION touch();")]
    [InlineData("DROP TABLE users CASCADE;")]
    [InlineData("CREATE VIEW more AS SELECT id FROM users;\nDROP VIEW more;")]
    [InlineData("DROP VIEW IF EXISTS never;")]
    public void Silent_for(string migration) => Silent(Things + migration);

    /// <summary>The table or the column is a finding of its own.</summary>
    [Theory]
    [InlineData("DROP TABLE orders")]
    [InlineData("ALTER TABLE orders DROP COLUMN mood")]
    [InlineData("ALTER TABLE orders ALTER COLUMN mood TYPE text")]
    public void Silent_for_a_type_whose_columns_go_in_the_same_transaction(string change) => Silent($"""
        CREATE TYPE mood AS ENUM ('ok', 'sad');
        CREATE TABLE orders (id bigint PRIMARY KEY, mood mood);
        --- next migration
        {change};
        DROP TYPE mood;
        """);
}
