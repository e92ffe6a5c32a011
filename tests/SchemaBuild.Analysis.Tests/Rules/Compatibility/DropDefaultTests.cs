using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropDefaultTests() : RuleTest(new DropDefault())
{
    /// <summary>set-default-semantics</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN note DROP DEFAULT")]
    public void Found_for_a_required_column(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        [|{change}|];
        """);

    /// <summary>set-default-semantics: NULL takes its place, or another default.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN size SET DEFAULT 1")]
    [InlineData("ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'x'")]
    [InlineData("ALTER TABLE orders ALTER COLUMN size DROP DEFAULT")]
    public void Silent_where_inserts_go_on(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        {change};
        """);

    /// <summary>A type is often changed so: the old default would not fit.</summary>
    [Fact]
    public void Silent_where_the_same_transaction_gives_it_another() => Silent("""
        CREATE TYPE mood AS ENUM ('ok', 'sad');
        CREATE TABLE orders (id bigint PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok');
        --- next migration
        CREATE TYPE mood_new AS ENUM ('ok');
        ALTER TABLE orders ALTER COLUMN mood DROP DEFAULT;
        ALTER TABLE orders ALTER COLUMN mood TYPE mood_new USING (mood::text::mood_new);
        ALTER TABLE orders ALTER COLUMN mood SET DEFAULT 'ok';
        """);

    [Fact]
    public void Found_where_only_a_later_transaction_gives_it_another() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, size integer NOT NULL DEFAULT 1);
        --- next migration
        BEGIN;
        [|ALTER TABLE orders ALTER COLUMN size DROP DEFAULT|];
        COMMIT;
        BEGIN;
        ALTER TABLE orders ALTER COLUMN size SET DEFAULT 2;
        COMMIT;
        """);
}
