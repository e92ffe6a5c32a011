using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class DropCascadeTests() : RuleTest(new DropCascade())
{
    private const string Tables = """
        CREATE TYPE state AS ENUM ('new');
        CREATE FUNCTION answer() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 42';
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint CONSTRAINT orders_buyer REFERENCES users, state state, answer integer DEFAULT answer());
        CREATE VIEW names AS SELECT name FROM users;
        CREATE TABLE alone (id bigint);
        --- next migration

        """;

    [Theory]
    [InlineData("DROP TABLE users CASCADE", "the foreign key orders_buyer of public.orders", "the view public.names")]
    [InlineData("ALTER TABLE users DROP COLUMN name CASCADE", "the view public.names", "public.users")]
    [InlineData("ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE", "the foreign key orders_buyer of public.orders", "public.users")]
    [InlineData("DROP TYPE state CASCADE", "the column state of public.orders", "public.state")]
    [InlineData("DROP FUNCTION answer() CASCADE", "the default of answer of public.orders", "public.answer")]
    public void Lists_what_goes_along(string statement, string first, string second)
    {
        var finding = Finds($"{Tables}[|{statement}|];");
        Assert.Contains(first, finding.Message, StringComparison.Ordinal);
        Assert.Contains(second, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_when_nothing_is_known_to_depend_on_it() => Assert.Contains("it can only do harm", Finds($"{Tables}[|DROP TABLE alone CASCADE|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("DROP TABLE alone;")]
    [InlineData("DROP TABLE IF EXISTS never CASCADE;")]
    [InlineData("CREATE TABLE notes (id bigint PRIMARY KEY);\nCREATE VIEW ids AS SELECT id FROM notes;\nDROP TABLE notes CASCADE;")]
    [InlineData("CREATE TEMP TABLE notes (id bigint);\nDROP TABLE notes CASCADE;")]
    [InlineData("DROP SCHEMA public CASCADE;")]
    public void Silent_for(string migration) => Silent(Tables + migration);
}
