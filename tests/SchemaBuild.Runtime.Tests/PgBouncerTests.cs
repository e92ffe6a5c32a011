using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

/// <summary>A real PgBouncer between the runner and the server.</summary>
public sealed class PgBouncerTests : DatabaseTest
{
    private static readonly MigrationSet Set = Scenarios.Get("mixed");

    [Fact]
    public async Task In_session_mode_migrations_run()
    {
        await using var bouncer = await StartAsync("session");

        Assert.Equal(4, (await Migrator.ApplyAsync(bouncer.DataSource, Set, cancellationToken: Cancellation)).Applied.Count);
        Assert.Equal(4, (await Migrator.ApplyAsync(bouncer.DataSource, Set, cancellationToken: Cancellation)).AlreadyApplied);
        Assert.Equal(Set.Select(migration => $"{migration.Version}|applied|f"), await HistoryAsync());
    }

    [Theory]
    [InlineData("transaction", "")]
    [InlineData("transaction", "server_round_robin = 1")]
    [InlineData("statement", "")]
    public async Task Where_the_lock_would_be_lost_the_run_is_refused_before_anything_happens(string mode, string setting)
    {
        await using var bouncer = await StartAsync(mode, setting);
        // Idle connections to choose from, as a pool in use has.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var command = bouncer.DataSource.CreateCommand("SELECT pg_sleep(0.2)");
            await command.ExecuteNonQueryAsync(Cancellation);
        }));

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(bouncer.DataSource, Set, cancellationToken: Cancellation));

        Assert.Equal(MigrationError.UnsupportedDataSource, error.Error);
        Assert.Contains($"a pooler in {mode} mode", error.Message, StringComparison.Ordinal);
        Assert.False(await ExistsAsync("schema_migrations"));
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task With_nothing_to_apply_any_mode_will_do(string mode)
    {
        await ApplyAsync(Set);
        await using var bouncer = await StartAsync(mode);

        Assert.Equal(4, (await Migrator.ApplyAsync(bouncer.DataSource, Set, cancellationToken: Cancellation)).AlreadyApplied);
    }

    private async Task<Bouncer> StartAsync(string mode, string setting = "")
    {
        if (Bouncer.Program is null)
            Assert.Skip("PgBouncer is not on this machine (Debian: apt-get install pgbouncer).");
        return await Bouncer.StartAsync(new NpgsqlConnectionStringBuilder(Database.ConnectionString), mode, setting, Cancellation);
    }

    private sealed class Bouncer(Process process, ScratchFolder folder, NpgsqlDataSource dataSource) : IAsyncDisposable
    {
        public static string? Program { get; } =
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(bin => Path.Combine(bin, "pgbouncer")).FirstOrDefault(File.Exists);

        public NpgsqlDataSource DataSource => dataSource;

        public static async Task<Bouncer> StartAsync(NpgsqlConnectionStringBuilder server, string mode, string setting, CancellationToken cancellationToken)
        {
            var folder = new ScratchFolder();
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            folder.Write("users.txt", $"\"{server.Username}\" \"{server.Password}\"\n");
            var file = folder.Write("pgbouncer.ini", $"""
                [databases]
                {server.Database} = host={server.Host} port={server.Port} user={server.Username}{(string.IsNullOrEmpty(server.Password) ? "" : $" password={server.Password}")}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = any
                auth_file = {folder.Combine("users.txt")}
                pool_mode = {mode}
                default_pool_size = 20
                ignore_startup_parameters = extra_float_digits
                {setting}
                """);
            // PgBouncer refuses to run as root.
            var isRoot = Environment.IsPrivilegedProcess;
            if (isRoot)
                Process.Start("chown", ["-R", "postgres", folder.Path]).WaitForExit();
            var process = Process.Start(new ProcessStartInfo(isRoot ? "runuser" : Program!, isRoot ? ["-u", "postgres", "--", Program!, file] : [file])
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1", Port = port });
            while (true)
            {
                try
                {
                    await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                    return new Bouncer(process, folder, dataSource);
                }
                catch (NpgsqlException exception) when (exception is not PostgresException)
                {
                    Assert.False(process.HasExited, process.HasExited ? await process.StandardError.ReadToEndAsync(cancellationToken) : "");
                    await Task.Delay(50, cancellationToken);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await dataSource.DisposeAsync();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            folder.Dispose();
        }
    }
}
