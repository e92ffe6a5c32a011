using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

public sealed class HostingTests : DatabaseTest
{
    private static readonly Migration First = Scripts.Migration("001_first.sql", "CREATE TABLE first (id int)");
    private static readonly Migration Second = Scripts.Migration("002_second.sql", "CREATE TABLE second (id int)");
    private static readonly Migration Broken = Scripts.Migration("002_broken.sql", "SELECT 1 / 0");

    [Fact]
    public async Task Apply_is_done_before_any_other_service_starts()
    {
        using var host = Host(new MigrationSet([First]), StartupMode.Apply, services => services.AddSingleton<IHostedService>(new Counter(Database.DataSource, "first")));

        await host.StartAsync(Cancellation);

        Assert.Equal(0, host.Services.GetServices<IHostedService>().OfType<Counter>().Single().Rows);
        Assert.Equal((HealthStatus.Healthy, "UpToDate"), await HealthAsync(host));
    }

    [Fact]
    public async Task A_failed_apply_stops_the_start_and_is_seen_by_the_health_check()
    {
        using var host = Host(new MigrationSet([First, Broken]), StartupMode.Apply);

        var failure = await Assert.ThrowsAsync<MigrationException>(() => host.StartAsync(Cancellation));

        Assert.Equal(MigrationError.StepFailed, failure.Error);
        Assert.Equal((HealthStatus.Unhealthy, "Failed"), await HealthAsync(host));
    }

    [Fact]
    public async Task Wait_starts_when_somebody_else_has_applied_them_and_needs_no_right_to_create()
    {
        var log = new LogKeeper();
        using var host = Host(new MigrationSet([First, Second]), StartupMode.Wait, services => services.AddSingleton<ILoggerFactory>(log));
        var start = host.StartAsync(Cancellation);
        await UntilAsync(() => log.Lines.Any(line => line.Contains("2 of 2 migrations are not applied", StringComparison.Ordinal)));
        Assert.False(await ExistsAsync("schema_migrations"));
        Assert.Equal((HealthStatus.Unhealthy, "Pending"), await HealthAsync(host));

        await ApplyAsync(First);
        await UntilAsync(() => log.Lines.Any(line => line.Contains("1 of 2 migrations are not applied, the first is 002", StringComparison.Ordinal)));
        Assert.False(start.IsCompleted);
        await ApplyAsync(First, Second);

        await start;
    }

    [Fact]
    public async Task Wait_has_an_end_when_one_is_set()
    {
        using var host = Host(new MigrationSet([First]), StartupMode.Wait, configure: options => options.WaitTimeout = TimeSpan.FromMilliseconds(50));

        var failure = await Assert.ThrowsAsync<MigrationException>(() => host.StartAsync(Cancellation));

        Assert.Equal(MigrationError.PendingMigration, failure.Error);
        Assert.Contains("WaitTimeout", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_outlasts_a_server_that_does_not_answer_yet()
    {
        var log = new LogKeeper();
        using var deaf = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        deaf.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var port = ((System.Net.IPEndPoint)deaf.LocalEndPoint!).Port;
        await using var nowhere = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=nobody;Timeout=1");
        using var host = Host(new MigrationSet([First]), StartupMode.Wait, services => services.AddSingleton(nowhere).AddSingleton<ILoggerFactory>(log));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var start = host.StartAsync(stop.Token);
        await UntilAsync(() => log.Lines.Any(line => line.Contains("Waiting until the migrations are applied", StringComparison.Ordinal)));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Verify_starts_only_when_they_are_applied()
    {
        using var early = Host(new MigrationSet([First]), StartupMode.Verify);
        var failure = await Assert.ThrowsAsync<MigrationException>(() => early.StartAsync(Cancellation));
        Assert.Equal(MigrationError.PendingMigration, failure.Error);

        await ApplyAsync(First);
        using var late = Host(new MigrationSet([First]), StartupMode.Verify);
        await late.StartAsync(Cancellation);
    }

    [Fact]
    public async Task Off_leaves_the_database_alone()
    {
        using var host = Host(new MigrationSet([First]), StartupMode.Off);

        await host.StartAsync(Cancellation);

        Assert.False(await ExistsAsync("schema_migrations"));
    }

    [Fact]
    public async Task A_newer_version_of_the_application_is_healthy()
    {
        await ApplyAsync(First, Second);
        using var host = Host(new MigrationSet([First]), StartupMode.Verify);

        await host.StartAsync(Cancellation);

        Assert.Equal((HealthStatus.Healthy, "AheadOfCode"), await HealthAsync(host));
    }

    [Fact]
    public async Task A_migration_that_runs_is_degraded()
    {
        await ApplyAsync(First);
        await Database.ExecuteAsync("INSERT INTO schema_migrations (version, description, state, rolled_back, applied_at) VALUES ('002', 'second', 'running', true, NULL)");
        using var host = Host(new MigrationSet([First, Second]), StartupMode.Off);

        Assert.Equal((HealthStatus.Degraded, "Applying"), await HealthAsync(host));
    }

    [Fact]
    public async Task A_dead_server_is_unhealthy()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        using var host = Host(new MigrationSet([First]), StartupMode.Off, services => services.AddSingleton(nowhere));

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.IsType<MigrationException>(report.Entries["migrations"].Exception);
    }

    [Fact]
    public void One_application_has_one_set()
    {
        var services = new ServiceCollection().AddSchemaBuild(new MigrationSet([First]));

        Assert.Throws<InvalidOperationException>(() => services.AddSchemaBuild(new MigrationSet([Second])));
    }

    private IHost Host(MigrationSet migrations, StartupMode mode, Action<IServiceCollection>? add = null, Action<SchemaBuildOptions>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Database.DataSource);
        add?.Invoke(builder.Services);
        builder.Services.AddSchemaBuild(migrations, options =>
        {
            options.Mode = mode;
            options.PollInterval = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(options);
        });
        builder.Services.AddHealthChecks().AddCheck<SchemaBuildHealthCheck>("migrations");
        return builder.Build();
    }

    private static async Task<(HealthStatus Status, string? State)> HealthAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        return (report.Status, report.Entries["migrations"].Data["state"] as string);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(10, Cancellation);
    }

    /// <summary>A service that needs the table when it starts.</summary>
    private sealed class Counter(NpgsqlDataSource dataSource, string table) : IHostedService
    {
        public long? Rows { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var command = dataSource.CreateCommand($"SELECT count(*) FROM {table}");
            Rows = (long?)await command.ExecuteScalarAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
