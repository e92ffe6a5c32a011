using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

public sealed class EveryMajorTests
{
    [Theory, MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task Applies_fails_recovers_and_rolls_back_on(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        var token = TestContext.Current.CancellationToken;
        var set = Scripts.Set(
            Scripts.Migration("001_orders.sql", "CREATE TABLE orders (id int, note text)", "INSERT INTO orders VALUES (1), (1)").WithRollback("DROP TABLE orders"),
            Scripts.Migration("002_index.sql", "!CREATE UNIQUE INDEX CONCURRENTLY orders_id ON orders (id)", "ALTER TABLE orders ALTER COLUMN note SET DEFAULT ''")
                .WithRollback("ALTER TABLE orders ALTER COLUMN note DROP DEFAULT", "!DROP INDEX CONCURRENTLY orders_id"));

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(database.DataSource, set, cancellationToken: token));
        Assert.Equal(MigrationError.StepFailed, error.Error);
        await database.ExecuteAsync("DELETE FROM orders WHERE ctid = '(0,1)'");
        await Migrator.ApplyAsync(database.DataSource, set, cancellationToken: token);
        Assert.Empty((await Migrator.ApplyAsync(database.DataSource, set, cancellationToken: token)).Applied);
        await Migrator.RollbackAsync(database.DataSource, set, null, cancellationToken: token);

        Assert.Equal(["001|t", "002|t"], await database.RowsAsync("SELECT version, rolled_back FROM schema_migrations ORDER BY version"));
    }
}
