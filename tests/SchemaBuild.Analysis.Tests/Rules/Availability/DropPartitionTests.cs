using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class DropPartitionTests() : RuleTest(new DropPartition())
{
    [Fact]
    public void Found_for_a_partition() => Finds("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        [|DROP TABLE events_1|];
        """);

    [Fact]
    public void Silent_once_it_is_detached() => Silent("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
        --- next migration
        DROP TABLE events_1;
        """);

    [Fact]
    public void Silent_together_with_its_table() => Silent("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        DROP TABLE events;
        """);

    [Fact]
    public void Silent_beside_a_default_partition() => Silent("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        CREATE TABLE events_rest PARTITION OF events DEFAULT;
        --- next migration
        DROP TABLE events_1;
        """);

    [Fact]
    public void Silent_in_the_transaction_that_makes_it() => Silent("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        DROP TABLE events_1;
        """);

    [Fact]
    public void Silent_for_a_plain_table() => Silent("""
        CREATE TABLE orders (id int);
        --- next migration
        DROP TABLE orders;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        [|DROP TABLE events_1|];
        """, major);
}
