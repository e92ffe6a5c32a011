using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class IndexBuildBlocksWritesTests() : RuleTest(new IndexBuildBlocksWrites())
{
    private const string Unsafe = """
        CREATE TABLE orders (id bigint, note text);
        --- next migration
        [|CREATE UNIQUE INDEX orders_id ON orders (id)|];
        """;

    [Fact]
    public void Found_on_a_table_of_an_earlier_migration()
    {
        var finding = Finds(Unsafe);
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal("ShareLock", finding.Lock);
        Assert.Equal(["public.orders"], finding.Relations);
        Assert.Contains("every INSERT, UPDATE and DELETE", finding.Message, StringComparison.Ordinal);
        Assert.Equal("CREATE UNIQUE INDEX CONCURRENTLY orders_id ON orders (id);", finding.Help);
    }

    [Fact]
    public void Found_on_a_table_that_no_migration_shows() => Finds("[|CREATE INDEX ON legacy (id)|];");

    [Fact]
    public void Silent_on_a_table_created_in_the_same_transaction() => Silent("""
        CREATE TABLE orders (id bigint);
        CREATE INDEX orders_id ON orders (id);
        """);

    [Fact]
    public void Found_once_the_creating_transaction_has_committed() => Finds("""
        BEGIN;
        CREATE TABLE orders (id bigint);
        COMMIT;
        [|CREATE INDEX orders_id ON orders (id)|];
        """);

    [Fact]
    public void Silent_when_concurrent() => Silent("""
        CREATE TABLE orders (id bigint);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_id ON orders (id);
        """);

    [Fact]
    public void Silent_on_a_temporary_table() => Silent("""
        CREATE TEMP TABLE scratch (id bigint);
        COMMIT;
        CREATE INDEX ON scratch (id);
        """);

    [Fact]
    public void Silent_on_the_partitioned_table_itself_with_only() => Silent("""
        CREATE TABLE events (id bigint) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        CREATE INDEX ON ONLY events (id);
        """);

    [Fact]
    public void Found_on_each_partition() => Finds("""
        CREATE TABLE events (id bigint) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        [|CREATE INDEX ON events (id)|];
        """);

    [Fact]
    public void Found_for_the_index_of_a_key() => Finds("""
        CREATE TABLE orders (id bigint NOT NULL);
        --- next migration
        [|ALTER TABLE orders ADD CONSTRAINT orders_key UNIQUE (id)|];
        """);

    [Fact]
    public void Silent_for_a_key_that_adopts_an_index() => Silent("""
        CREATE TABLE orders (id bigint NOT NULL);
        CREATE UNIQUE INDEX orders_key ON orders (id);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_key UNIQUE USING INDEX orders_key;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(Unsafe, major);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_of_a_key_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE orders (id bigint NOT NULL);
        --- next migration
        [|ALTER TABLE orders ADD CONSTRAINT orders_key UNIQUE (id)|];
        """, major);

    [Fact]
    public void On_a_materialized_view_whose_columns_have_types_that_nobody_knows() => Finds("""
        CREATE TABLE orders (id bigint);
        CREATE MATERIALIZED VIEW totals AS SELECT id, total_of(id) AS total FROM orders;
        --- next migration
        [|CREATE INDEX totals_total ON totals (total)|];
        """);

    [Fact]
    public void A_reindex_stops_queries_as_well() => Assert.Contains("Queries that would use the index wait too", Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        --- next migration
        [|REINDEX TABLE orders|];
        """).Message, StringComparison.Ordinal);
}
