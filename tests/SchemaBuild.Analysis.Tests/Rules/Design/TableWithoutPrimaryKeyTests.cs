using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class TableWithoutPrimaryKeyTests() : RuleTest(new TableWithoutPrimaryKey())
{
    [Fact]
    public void Found_for_a_table_without() => Finds("""
        [|CREATE TABLE notes (body text)|];
        """);

    [Fact]
    public void Found_for_a_copy_of_a_query() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY);
        --- next migration
        [|CREATE TABLE copy AS SELECT * FROM notes|];
        """);

    [Fact]
    public void Silent_with_a_key() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        """);

    [Fact]
    public void Silent_where_the_key_comes_later() => Silent("""
        CREATE TABLE notes (id bigint NOT NULL);
        --- next migration
        CREATE UNIQUE INDEX CONCURRENTLY notes_pkey ON notes (id);
        --- next migration
        ALTER TABLE notes ADD PRIMARY KEY USING INDEX notes_pkey;
        """);

    [Fact]
    public void Silent_for_a_partition() => Silent("""
        CREATE TABLE events (id int PRIMARY KEY) PARTITION BY RANGE (id);
        --- next migration
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        """);

    [Fact]
    public void Silent_for_a_temporary_table() => Silent("""
        CREATE TEMP TABLE notes (body text);
        """);

    [Fact]
    public void Silent_for_a_table_that_is_gone_in_the_end() => Silent("""
        CREATE TABLE notes (body text);
        --- next migration
        DROP TABLE notes;
        """);

    [Fact]
    public void Silent_with_a_replica_identity() => Silent("""
        CREATE TABLE notes (body text);
        ALTER TABLE notes REPLICA IDENTITY FULL;
        """);

    [Fact]
    public void Silent_for_an_unlogged_table() => Silent("""
        CREATE UNLOGGED TABLE notes (body text);
        """);
}
