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
}
