using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

/// <summary>That the servers do refuse these is proved in tests/SchemaBuild.Proof.Tests.</summary>
public sealed class RefusedStatementTests() : RuleTest(new RefusedStatement())
{
    [Theory]
    [InlineData("CREATE TABLE t (id int);", "CREATE INDEX CONCURRENTLY t_id ON t (id)")]
    [InlineData("CREATE TABLE t (id int); CREATE INDEX t_id ON t (id);", "DROP INDEX CONCURRENTLY t_id")]
    [InlineData("", "CREATE SUBSCRIPTION s CONNECTION 'host=db1' PUBLICATION p")]
    [InlineData("CREATE TABLE t (id int);", "VACUUM FULL t")]
    public void Found_inside_a_transaction_that_the_file_opens(string before, string sql)
    {
        var finding = Finds($"""
            {before}
            --- next migration
            BEGIN;
            [|{sql}|];
            COMMIT;
            """);
        Assert.Contains("25001", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Take BEGIN and COMMIT away", finding.Message, StringComparison.Ordinal);
        Assert.Equal(Severity.Error, finding.Severity);
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY t_id ON t (id)")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'host=db1' PUBLICATION p")]
    [InlineData("BEGIN; CREATE SUBSCRIPTION s CONNECTION 'host=db1' PUBLICATION p WITH (create_slot = false); COMMIT")]
    [InlineData("BEGIN; REFRESH MATERIALIZED VIEW CONCURRENTLY v; COMMIT")]
    public void Silent_where_the_server_takes_it(string sql) => Silent($"""
        CREATE TABLE t (id int);
        CREATE MATERIALIZED VIEW v AS SELECT id FROM t;
        CREATE UNIQUE INDEX ON v (id);
        --- next migration
        {sql};
        """);

    [Fact]
    public void Found_for_detach_concurrently_beside_a_default_partition()
    {
        var finding = Finds("""
            CREATE TABLE events (id int) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
            CREATE TABLE events_rest PARTITION OF events DEFAULT;
            --- next migration
            [|ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY|];
            """);
        Assert.Contains("DETACH PARTITION without CONCURRENTLY", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silent_for_detach_concurrently_without_one() => Silent("""
        CREATE TABLE events (id int) PARTITION BY RANGE (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
        --- next migration
        ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
        """);

    [Fact]
    public void Found_for_a_key_without_the_partition_key()
    {
        var finding = Finds("[|CREATE TABLE events (id int PRIMARY KEY, day date) PARTITION BY RANGE (day)|];");
        Assert.Contains("Add day to its columns", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silent_for_a_key_with_the_partition_key() => Silent("CREATE TABLE events (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);");

    [Fact]
    public void Found_for_an_enum_value_that_is_used_before_it_is_committed()
    {
        var finding = Finds("""
            CREATE TYPE mood AS ENUM ('ok');
            CREATE TABLE people (mood mood);
            --- next migration
            ALTER TYPE mood ADD VALUE 'great';
            [|UPDATE people SET mood = 'great'|];
            """);
        Assert.Contains("55P04", finding.Message, StringComparison.Ordinal);
        Assert.Contains("migration of its own", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silent_for_an_enum_value_that_is_used_later() => Silent("""
        CREATE TYPE mood AS ENUM ('ok');
        CREATE TABLE people (mood mood);
        --- next migration
        ALTER TYPE mood ADD VALUE 'great';
        --- next migration
        UPDATE people SET mood = 'great';
        """);

    [Theory]
    [InlineData("CREATE MATERIALIZED VIEW v AS SELECT id FROM t;")]
    [InlineData("CREATE MATERIALIZED VIEW v AS SELECT id FROM t; CREATE UNIQUE INDEX ON v (id) WHERE id > 0;")]
    [InlineData("CREATE MATERIALIZED VIEW v AS SELECT id FROM t; CREATE UNIQUE INDEX ON v ((id + 1));")]
    [InlineData("CREATE MATERIALIZED VIEW v AS SELECT id FROM t WITH NO DATA; CREATE UNIQUE INDEX ON v (id);")]
    public void Found_for_refresh_concurrently_of_a_view_that_is_not_ready_for_it(string view) => Finds($"""
        CREATE TABLE t (id int);
        {view}
        --- next migration
        [|REFRESH MATERIALIZED VIEW CONCURRENTLY v|];
        """);

    [Fact]
    public void Found_for_a_view_that_would_lose_a_column()
    {
        var finding = Finds("""
            CREATE TABLE t (id int, note text);
            CREATE VIEW v AS SELECT id, note FROM t;
            --- next migration
            [|CREATE OR REPLACE VIEW v AS SELECT id FROM t|];
            """);
        Assert.Contains("OR REPLACE can only add columns at the end", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silent_for_a_view_that_gains_a_column() => Silent("""
        CREATE TABLE t (id int, note text);
        CREATE VIEW v AS SELECT id FROM t;
        --- next migration
        CREATE OR REPLACE VIEW v AS SELECT id, note FROM t;
        """);

    [Fact]
    public void Found_for_what_only_a_newer_server_knows() => Finds("""
        CREATE TABLE t (id int);
        --- next migration
        [|ALTER TABLE t ADD CONSTRAINT present NOT NULL id NOT VALID|];
        """, major: 17);

    [Fact]
    public void Silent_on_that_server() => Silent("""
        CREATE TABLE t (id int);
        --- next migration
        ALTER TABLE t ADD CONSTRAINT present NOT NULL id NOT VALID;
        """, major: 18);

    [Fact]
    public void Found_for_a_column_that_is_assigned_twice() => Finds("""
        CREATE TABLE users (id bigint, name text, tags text[]);
        --- next migration
        UPDATE users SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1;
        [|UPDATE users SET name = 'a', name = 'b' WHERE id = 1|];
        [|INSERT INTO users (id, id) VALUES (1, 2)|];
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task A_column_that_is_assigned_twice_is_refused_by_every_server(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE users (id bigint, name text, tags text[])");
        await database.ExecuteAsync("UPDATE users SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1");
        Assert.Equal("42601", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("UPDATE users SET name = 'a', name = 'b'"))).SqlState);
        Assert.Equal("42701", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("INSERT INTO users (id, id) VALUES (1, 2)"))).SqlState);
    }
}
