using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropUniqueKeyTests() : RuleTest(new DropUniqueKey())
{
    /// <summary>drop-constraint</summary>
    [Theory]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT orders_pkey")]
    [InlineData("DROP INDEX orders_size")]
    public void Found_for_a_key_without_replacement(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        CREATE UNIQUE INDEX orders_size ON orders (size);
        --- next migration
        [|{change}|];
        """);

    /// <summary>drop-constraint: another key takes its place, or the column goes too.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD CONSTRAINT orders_key PRIMARY KEY (id)")]
    [InlineData("ALTER TABLE orders DROP COLUMN size")]
    [InlineData("DROP TABLE orders")]
    [InlineData("DROP INDEX orders_note")]
    public void Silent_where_the_rows_stay_unique(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        CREATE UNIQUE INDEX orders_size ON orders (size);
        CREATE INDEX orders_note ON orders (note);
        --- next migration
        {change};
        """);

    [Fact]
    public void Says_that_rows_stay_unique_where_a_key_of_fewer_columns_is_left()
    {
        var finding = Finds("""
            CREATE TABLE scores (id bigint PRIMARY KEY, trace text);
            CREATE UNIQUE INDEX scores_id_trace ON scores (id, trace);
            --- next migration
            [|DROP INDEX scores_id_trace|];
            """);
        Assert.Contains("scores_pkey keeps the rows of public.scores unique all the same, but INSERT … ON CONFLICT (id, trace)", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("duplicates", finding.Message, StringComparison.Ordinal);
    }
}
