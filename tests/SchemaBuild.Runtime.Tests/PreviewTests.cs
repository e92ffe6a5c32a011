using Npgsql;
using Npgsql.Replication;
using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

/// <summary>What a look before a run tells. Each check is made to find something; on a database that is as it should be none does.</summary>
public sealed class PreviewTests : DatabaseTest
{
    private static readonly Migration Table = Scripts.Migration("001_table.sql", "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1), (1)");
    private static readonly Migration More = Scripts.Migration("002_more.sql", "ALTER TABLE t ADD COLUMN j int");

    [Fact]
    public async Task A_database_that_is_as_it_should_be_has_no_findings_and_nothing_is_changed()
    {
        var preview = await PreviewAsync(Scripts.Set(Table, More));

        Assert.Empty(preview.Findings);
        Assert.False(preview.IsRefused);
        Assert.Equal([Table, More], preview.Pending);
        Assert.Equal(DatabaseState.Pending, preview.Status.State);
        Assert.False(await ExistsAsync("schema_migrations"));

        await ApplyAsync(Table);
        Assert.Equal([More], (await PreviewAsync(Scripts.Set(Table, More))).Pending);
    }

    [Fact]
    public async Task History()
    {
        await ApplyAsync(Table);

        var preview = await PreviewAsync(Scripts.Set(Scripts.Migration("001_table.sql", "CREATE TABLE t (i bigint)")));

        Assert.True(preview.IsRefused);
        Finds(preview, PreflightCheck.History, "001_table.sql was edited after it was applied");
    }

    [Fact]
    public async Task A_foreign_history()
    {
        await Database.ExecuteAsync("CREATE TABLE schema_migrations (version varchar PRIMARY KEY)");

        var preview = await PreviewAsync(Scripts.Set(Table));

        Assert.True(preview.IsRefused);
        Finds(preview, PreflightCheck.History, "that of Rails or dbmate");
    }

    [Fact]
    public async Task Writable()
    {
        var preview = await PreviewAsync(Scripts.Set(Table), connection: connection => connection.Options = "-c default_transaction_read_only=on");

        Assert.True(preview.IsRefused);
        Finds(preview, PreflightCheck.Writable, "opens only transactions that read");
    }

    [Fact]
    public async Task Privileges()
    {
        var role = $"reader_{Database.Name}";
        await Database.ExecuteAsync($"REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {role} LOGIN PASSWORD 'x'");
        try
        {
            var preview = await PreviewAsync(Scripts.Set(Table), connection: connection => (connection.Username, connection.Password) = (role, "x"));
            Assert.True(preview.IsRefused);
            Finds(preview, PreflightCheck.Privileges, $"The role {role} cannot make the history in schema public. GRANT USAGE, CREATE ON SCHEMA public TO {role}");
            Finds(preview, PreflightCheck.Privileges, $"The role {role} cannot make objects in schema public");

            await ApplyAsync(Table);
            await Database.ExecuteAsync($"GRANT SELECT ON schema_migrations, migration_steps TO {role}");
            preview = await PreviewAsync(Scripts.Set(Table), connection: connection => (connection.Username, connection.Password) = (role, "x"));
            Finds(preview, PreflightCheck.Privileges, $"cannot write schema_migrations. GRANT SELECT, INSERT, UPDATE, DELETE ON schema_migrations TO {role}");

            preview = await PreviewAsync(Scripts.Set(Table), new() { HistorySchema = "own" }, connection => (connection.Username, connection.Password) = (role, "x"));
            Finds(preview, PreflightCheck.Privileges, $"cannot make the schema own of the history. GRANT CREATE ON DATABASE {Database.Name} TO {role}");
        }
        finally
        {
            await Database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task ServerVersion()
    {
        var preview = await PreviewAsync(new MigrationSet([Table]) { PostgresVersion = 99 });

        Finds(preview, PreflightCheck.ServerVersion, $"The server is PostgreSQL {Database.Server.Major}, and the migrations were checked for 99 and later");
        Assert.False(preview.IsRefused);
        Assert.Empty((await PreviewAsync(new MigrationSet([Table]) { PostgresVersion = 14 })).Findings);
    }

    [Fact]
    public async Task LongTransaction()
    {
        await using var other = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using (var command = new NpgsqlCommand("SELECT  'my query'", other, transaction))
            await command.ExecuteNonQueryAsync(Cancellation);
        await Task.Delay(50, Cancellation);

        var preview = await PreviewAsync(Scripts.Set(Table), new() { StepLockTimeout = TimeSpan.FromMilliseconds(10) });

        Finds(preview, PreflightCheck.LongTransaction, $"A transaction of pid {other.ProcessID} (an application without a name, idle in transaction, \"SELECT 'my query'\") is open for 0 s");
        Assert.Empty((await PreviewAsync(Scripts.Set(Table), new() { StepLockTimeout = TimeSpan.FromHours(1) })).Findings);
        Assert.Empty((await PreviewAsync(Scripts.Set(), new() { StepLockTimeout = TimeSpan.FromMilliseconds(10) })).Findings);
    }

    [Fact]
    public async Task A_prepared_transaction()
    {
        await Database.ExecuteAsync($"CREATE TABLE p (); BEGIN; DROP TABLE p; PREPARE TRANSACTION '{Database.Name}'");
        try
        {
            await Task.Delay(50, Cancellation);
            var preview = await PreviewAsync(Scripts.Set(Table), new() { StepLockTimeout = TimeSpan.FromMilliseconds(10) });
            Finds(preview, PreflightCheck.LongTransaction, $"The prepared transaction '{Database.Name}' is open since");
        }
        finally
        {
            await Database.ExecuteAsync($"ROLLBACK PREPARED '{Database.Name}'");
        }
    }

    [Fact]
    public async Task InvalidIndex()
    {
        await ApplyAsync(Table);
        await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY t_i ON t (i)"));

        Finds(await PreviewAsync(Scripts.Set(Table)), PreflightCheck.InvalidIndex, "The index t_i on t is invalid");
    }

    [Fact]
    public async Task ReplicaLag()
    {
        await using var server = await PostgresServer.StartAsync(ProofSize.Major);
        await using var database = await server.CreateDatabaseAsync();
        await using var standby = new PhysicalReplicationConnection(server.ConnectionString + ";Application Name=standby");
        await standby.Open(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        // Takes what it is sent and always says that it is where it began.
        var start = (await standby.IdentifySystem(Cancellation)).XLogPos;
        var receiving = Task.Run(async () =>
        {
            await foreach (var _ in standby.StartReplication(start, stop.Token))
            {
                standby.SetReplicationStatus(start);
                await standby.SendStatusUpdate(stop.Token);
            }
        }, Cancellation);
        await database.ExecuteAsync("SELECT pg_create_physical_replication_slot('gone', true); CREATE TABLE t AS SELECT generate_series(1, 1000)");
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE replay_lsn IS NOT NULL)"))
            await Task.Delay(20, Cancellation);

        var preview = await Migrator.PreviewAsync(database.DataSource, Scripts.Set(Table), new() { ReplicaLag = 1 }, Cancellation);

        Finds(preview, PreflightCheck.ReplicaLag, "The standby standby (127.0.0.1) is ");
        Finds(preview, PreflightCheck.ReplicaLag, "The replication slot gone has no client and keeps ");
        Assert.Empty((await Migrator.PreviewAsync(database.DataSource, Scripts.Set(Table), cancellationToken: Cancellation)).Findings);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
    }

    [Fact]
    public async Task DiskSpace()
    {
        // As the extension system_stats declares it.
        await Database.ExecuteAsync("""
            CREATE FUNCTION pg_sys_disk_info(OUT mount_point text, OUT file_system text, OUT total_space bigint, OUT used_space bigint, OUT free_space bigint) RETURNS SETOF record
            LANGUAGE sql AS $$ VALUES ('/', 'root', 10::bigint, 9::bigint, 1::bigint), ('/elsewhere', 'other', 10, 0, 10) $$;
            """);
        await ApplyAsync(Table);

        Finds(await PreviewAsync(Scripts.Set(Table)), PreflightCheck.DiskSpace, "1 bytes are free on /, and the largest table, ");

        await Database.ExecuteAsync("CREATE OR REPLACE FUNCTION pg_sys_disk_info(OUT mount_point text, OUT file_system text, OUT total_space bigint, OUT used_space bigint, OUT free_space bigint) "
            + "RETURNS SETOF record LANGUAGE sql AS $$ VALUES ('/', 'root', 10::bigint, 9::bigint, 1000000000000::bigint) $$");
        Assert.Empty((await PreviewAsync(Scripts.Set(Table))).Findings);
    }

    private async Task<MigrationPreview> PreviewAsync(MigrationSet migrations, PreviewOptions? options = null, Action<NpgsqlConnectionStringBuilder>? connection = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false };
        connection?.Invoke(settings);
        await using var dataSource = NpgsqlDataSource.Create(settings);
        return await Migrator.PreviewAsync(dataSource, migrations, options ?? new() { StepLockTimeout = TimeSpan.FromHours(1) }, Cancellation);
    }

    private static void Finds(MigrationPreview preview, PreflightCheck check, string message) =>
        Assert.Contains(preview.Findings, finding => finding.Check == check && finding.Message.Contains(message, StringComparison.Ordinal));
}
