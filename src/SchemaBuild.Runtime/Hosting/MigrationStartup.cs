using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SchemaBuild.Engine;

namespace SchemaBuild;

/// <summary>
/// Brings the database to where the application needs it, in <c>StartingAsync</c>: the host calls that of every service before it starts the first one,
/// so that none of them meets an old schema, in whatever order they are registered.
/// </summary>
internal sealed class MigrationStartup(NpgsqlDataSource dataSource, MigrationSet migrations, SchemaBuildOptions options, ILoggerFactory loggers) : IHostedLifecycleService
{
    private readonly ILogger _log = loggers.CreateLogger("SchemaBuild");

    public Task StartingAsync(CancellationToken cancellationToken) => options.Mode switch
    {
        StartupMode.Apply => Migrator.ApplyAsync(dataSource, migrations, options.Apply, cancellationToken),
        StartupMode.Wait => WaitAsync(cancellationToken),
        StartupMode.Verify => VerifyAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A server that is not there yet and a migration that has failed are waited for as well: the job that applies them will be started again.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var told = "";
        while (true)
        {
            var standing = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (standing is null) return;
            if (standing != told) _log.WaitingForMigrations(standing);
            told = standing;

            var waited = Stopwatch.GetElapsedTime(started);
            if (options.WaitTimeout != Timeout.InfiniteTimeSpan && waited >= options.WaitTimeout)
                throw new MigrationException(MigrationError.PendingMigration, string.Create(CultureInfo.InvariantCulture,
                    $"Nobody has applied the migrations within the {waited.TotalSeconds:0.#} s that this application waited (WaitTimeout): {standing} ")
                    + "Start the job that applies them, or let the application do it with StartupMode.Apply.");

            await Task.Delay(options.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is still missing, or null when nothing is.</summary>
    private async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = await Migrator.GetStatusAsync(dataSource, migrations, options.Apply, cancellationToken).ConfigureAwait(false);
            if (status.IsUpToDate) return null;
            var pending = status.Pending.ToList();
            var failed = pending.Find(entry => entry.State == MigrationState.Failed);
            return failed is null
                ? $"{pending.Count} of {migrations.Count} migrations are not applied, the first is {pending[0].Version}."
                : $"{failed.Version} failed: {failed.Error}.";
        }
        catch (MigrationException failure) when (failure.Error is MigrationError.ConnectionFailed or MigrationError.ConnectionLost)
        {
            return failure.Message;
        }
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var result = await Migrator.VerifyAsync(dataSource, migrations, options.Apply, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new MigrationException(result.Problems[0].Error,
                "The database is not what this application needs, so it does not start: " + string.Join(" ", result.Problems.Select(problem => problem.Message)));
    }
}
