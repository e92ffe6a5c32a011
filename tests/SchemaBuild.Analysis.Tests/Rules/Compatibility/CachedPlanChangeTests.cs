using Npgsql;
using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class CachedPlanChangeTests() : RuleTest(new CachedPlanChange())
{
    /// <summary>type-change-cached-plan</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("varchar(100)")]
    [InlineData("varchar")]
    public void Found_where_only_prepared_statements_notice(string type) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(50));
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN code TYPE {type}|];
        """);

    /// <summary>type-change-cached-plan: clients see another type, which is a finding of its own, or nobody has read the column.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN size TYPE bigint")]
    [InlineData("ALTER TABLE orders ALTER COLUMN code TYPE varchar(50)")]
    [InlineData("CREATE TABLE fresh (code varchar(50)); ALTER TABLE fresh ALTER COLUMN code TYPE text")]
    [InlineData("ALTER TABLE orders ADD COLUMN note varchar(5); ALTER TABLE orders ALTER COLUMN note TYPE text")]
    public void Silent_otherwise(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(50), size integer);
        --- next migration
        {change};
        """);

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_prepared_statement_fails_after_each_of_them(int major, string type)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(50))");
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await RunAsync("PREPARE p AS SELECT code FROM orders");
        await RunAsync("EXECUTE p");
        await RunAsync($"ALTER TABLE orders ALTER COLUMN code TYPE {type}");
        var failure = await Assert.ThrowsAsync<PostgresException>(() => RunAsync("EXECUTE p"));
        Assert.Equal("0A000", failure.SqlState);

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    public static TheoryData<int, string> Changes()
    {
        var data = new TheoryData<int, string>();
        foreach (var major in PostgresServer.Majors.Select(row => (int)row.Data))
            foreach (var type in new[] { "text", "varchar(100)", "varchar" }) data.Add(major, type);
        return data;
    }
}
