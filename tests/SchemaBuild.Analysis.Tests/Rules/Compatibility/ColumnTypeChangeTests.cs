using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class ColumnTypeChangeTests() : RuleTest(new ColumnTypeChange())
{
    /// <summary>type-change-cached-plan</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN size TYPE bigint")]
    [InlineData("ALTER TABLE orders ALTER COLUMN size TYPE text")]
    public void Found_for_another_type(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        [|{change}|];
        """);

    /// <summary>type-change-cached-plan: the same type for the client, or a new column.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN note TYPE varchar")]
    [InlineData("CREATE TABLE fresh (id integer); ALTER TABLE fresh ALTER COLUMN id TYPE bigint")]
    public void Silent_where_clients_see_the_same_type(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        {change};
        """);

    /// <summary>enum-rename-remove: another type takes the place of one, and its name.</summary>
    [Theory]
    [InlineData("ALTER TYPE state RENAME TO state_old; CREATE TYPE state AS ENUM ('a', 'c'); ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state; DROP TYPE state_old")]
    [InlineData("CREATE TYPE state_new AS ENUM ('a', 'c'); ALTER TABLE orders ALTER COLUMN state TYPE state_new USING state::text::state_new; DROP TYPE state; ALTER TYPE state_new RENAME TO state")]
    [InlineData("ALTER TABLE orders ALTER COLUMN state TYPE text; DROP TYPE state; CREATE TYPE state AS ENUM ('a', 'c'); ALTER TABLE orders ALTER COLUMN state TYPE state USING state::state")]
    public void Silent_for_a_type_of_the_same_name(string change) => Silent($"""
        CREATE TYPE state AS ENUM ('a', 'b');
        CREATE TABLE orders (id bigint PRIMARY KEY, state state);
        --- next migration
        {change};
        """);

    [Theory]
    [InlineData("ALTER TYPE state RENAME TO status")]
    [InlineData("CREATE SCHEMA kinds; ALTER TYPE state SET SCHEMA kinds")]
    public void Silent_for_a_type_that_is_renamed(string change) => Silent($"""
        CREATE TYPE state AS ENUM ('a', 'b');
        CREATE TABLE orders (id bigint PRIMARY KEY, state state);
        --- next migration
        {change};
        """);

    [Fact]
    public void Names_the_type_as_code_knows_it() => Assert.Contains("from public.state to public.other", Finds("""
        CREATE TYPE state AS ENUM ('a', 'b');
        CREATE TYPE other AS ENUM ('a', 'c');
        CREATE TABLE orders (id bigint PRIMARY KEY, state state);
        --- next migration
        ALTER TYPE state RENAME TO state_old;
        [|ALTER TABLE orders ALTER COLUMN state TYPE other USING state::text::other|];
        """).Message, StringComparison.Ordinal);
}
