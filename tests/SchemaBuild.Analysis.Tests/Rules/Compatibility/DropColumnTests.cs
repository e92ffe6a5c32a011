using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropColumnTests() : RuleTest(new DropColumn())
{
    /// <summary>drop-column</summary>
    [Theory]
    [InlineData("ALTER TABLE orders DROP COLUMN note")]
    [InlineData("ALTER TABLE legacy DROP COLUMN note")]
    public void Found_for_a_column_of_an_earlier_migration(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        [|{change}|];
        """);

    /// <summary>drop-column: added in the same change, or its table is new.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ADD COLUMN extra text; ALTER TABLE orders DROP COLUMN extra")]
    [InlineData("CREATE TABLE fresh (id bigint, note text); ALTER TABLE fresh DROP COLUMN note")]
    [InlineData("ALTER TABLE orders DROP COLUMN IF EXISTS absent")]
    public void Silent_for_a_column_that_no_release_knows(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        {change};
        """);
}
