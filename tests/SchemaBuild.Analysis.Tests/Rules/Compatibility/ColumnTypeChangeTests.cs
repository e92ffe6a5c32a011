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
}
