using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class IndexDropBlocksTests() : RuleTest(new IndexDropBlocks())
{
    private const string Unsafe = """
        CREATE TABLE orders (id bigint, note text);
        CREATE INDEX orders_note ON orders (note);
        --- next migration
        [|DROP INDEX orders_note|];
        """;

    /// <summary>index-drop-blocks</summary>
    [Fact]
    public void Found_for_an_index_of_an_earlier_migration()
    {
        var finding = Finds(Unsafe);
        Assert.Equal("AccessExclusiveLock", finding.Lock);
        Assert.Equal(["public.orders"], finding.Relations);
        Assert.Equal("DROP INDEX CONCURRENTLY public.orders_note;", finding.Help);
    }

    [Fact]
    public void Found_for_an_index_that_no_migration_shows() => Finds("[|DROP INDEX legacy_idx|];");

    /// <summary>index-drop-blocks: new, of a partitioned table, concurrent, or gone with its table.</summary>
    [Theory]
    [InlineData("CREATE INDEX fresh ON orders (id); DROP INDEX fresh")]
    [InlineData("DROP INDEX CONCURRENTLY orders_note")]
    [InlineData("DROP TABLE orders")]
    [InlineData("ALTER TABLE orders DROP COLUMN note")]
    [InlineData("DROP INDEX events_id")]
    [InlineData("DROP INDEX IF EXISTS legacy_idx")]
    public void Silent_where_nothing_else_would_do(string change) => Silent($"""
        CREATE TABLE orders (id bigint, note text);
        CREATE INDEX orders_note ON orders (note);
        CREATE TABLE events (id bigint) PARTITION BY RANGE (id);
        CREATE INDEX events_id ON events (id);
        --- next migration
        {change};
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(Unsafe, major);
}
