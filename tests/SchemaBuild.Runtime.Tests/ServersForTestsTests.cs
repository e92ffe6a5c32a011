using Npgsql;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

public sealed class ServersForTestsTests
{
    [Theory, MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task Every_major_answers_with_a_database_of_its_own(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();

        Assert.Equal(major, await database.ScalarAsync<int>("SELECT current_setting('server_version_num')::int / 10000"));
        Assert.Equal(database.Name, await database.ScalarAsync<string>("SELECT current_database()"));
    }

    [Fact]
    public async Task A_dump_is_the_same_twice_and_shows_what_psql_made()
    {
        var server = await PostgresServer.GetAsync();
        await using var database = await server.CreateDatabaseAsync();
        using var scratch = new ScratchFolder();
        await database.RunPsqlAsync(scratch.Write("a.sql", "CREATE TABLE orders (id bigint);"), singleTransaction: true);

        var dump = await database.DumpSchemaAsync();

        Assert.Contains("CREATE TABLE public.orders", dump, StringComparison.Ordinal);
        Assert.Equal(dump, await database.DumpSchemaAsync());
    }

    [Fact]
    public async Task A_crashed_server_comes_back_with_its_data()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE orders (id bigint); INSERT INTO orders VALUES (1)");

        await server.CrashAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => database.ExecuteAsync("SELECT 1"));
        await server.RestartAsync();

        database.DataSource.Clear();
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM orders"));
    }
}
