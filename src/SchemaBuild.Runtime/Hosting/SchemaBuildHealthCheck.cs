using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace SchemaBuild;

/// <summary>
/// Tells whether the database has the migrations of this application. Healthy when it has, also when it has newer ones (a rolling deployment);
/// degraded while they are being applied; else what the registration calls a failure. One round trip, no lock.
/// </summary>
/// <remarks>The entry <c>state</c> of the data is the <see cref="DatabaseState"/>, <c>pending</c> how many migrations are missing.</remarks>
public sealed class SchemaBuildHealthCheck : IHealthCheck
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly MigrationSet _migrations;
    private readonly SchemaBuildOptions _options;

    /// <summary>Made by the container after <c>AddSchemaBuild</c>.</summary>
    public SchemaBuildHealthCheck(NpgsqlDataSource dataSource, MigrationSet migrations, SchemaBuildOptions options) =>
        (_dataSource, _migrations, _options) = (dataSource, migrations, options);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return Judge(await Migrator.GetStatusAsync(_dataSource, _migrations, _options.Apply, cancellationToken).ConfigureAwait(false), context.Registration.FailureStatus);
        }
        catch (MigrationException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message, failure);
        }
    }

    private HealthCheckResult Judge(MigrationStatus status, HealthStatus failure)
    {
        var pending = status.Pending.ToList();
        var data = new Dictionary<string, object> { ["state"] = status.State.ToString(), ["pending"] = pending.Count };
        return status.State switch
        {
            DatabaseState.UpToDate => new(HealthStatus.Healthy, $"All {_migrations.Count} migrations are applied.", data: data),
            DatabaseState.AheadOfCode => new(HealthStatus.Healthy, "All migrations are applied, and those of a newer version of the application.", data: data),
            DatabaseState.Applying => new(HealthStatus.Degraded, $"{Unfinished(status).Version} is being applied, or its process died.", data: data),
            DatabaseState.Failed => new(failure, $"{Unfinished(status).Version} failed: {Unfinished(status).Error}", data: data),
            _ => new(failure, $"{pending.Count} migrations are not applied, the first is {pending[0].Version}.", data: data),
        };
    }

    private static MigrationEntry Unfinished(MigrationStatus status) =>
        status.Entries.FirstOrDefault(entry => entry.State == MigrationState.Failed)
        ?? status.Entries.First(entry => entry.State is MigrationState.Running or MigrationState.RollingBack);
}
