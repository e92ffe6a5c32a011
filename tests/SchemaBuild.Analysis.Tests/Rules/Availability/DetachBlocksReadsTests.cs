using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class DetachBlocksReadsTests() : RuleTest(new DetachBlocksReads())
{
    [Fact]
    public void Found_for_a_partition_in_use() => Finds("""
            CREATE TABLE events (id int) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
            --- next migration
            [|ALTER TABLE events DETACH PARTITION events_1|];
            """);

    [Fact]
    public void Silent_when_concurrent() => Silent("""
            CREATE TABLE events (id int) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
            --- next migration
            ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
            """);

    [Fact]
    public void Silent_beside_a_default_partition_where_the_server_refuses_concurrently() => Silent("""
            CREATE TABLE events (id int) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
            CREATE TABLE events_rest PARTITION OF events DEFAULT;
            --- next migration
            ALTER TABLE events DETACH PARTITION events_1;
            """);

    [Fact]
    public void Silent_for_a_new_table() => Silent("""
            CREATE TABLE events (id int) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
            ALTER TABLE events DETACH PARTITION events_1;
            """);

    [Theory]
    [MemberData(nameof(SchemaBuild.Testing.PostgresServer.Majors), MemberType = typeof(SchemaBuild.Testing.PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE events (id int NOT NULL) PARTITION BY HASH (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        --- next migration
        [|ALTER TABLE events DETACH PARTITION events_1|];
        """, major);
}
