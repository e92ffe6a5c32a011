using SchemaBuild;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Migrations as a service of an application.</summary>
public static class SchemaBuildServices
{
    /// <summary>
    /// Applies the migrations when the host starts (or waits for them, or verifies them: <see cref="SchemaBuildOptions.Mode"/>), and makes
    /// <see cref="SchemaBuildHealthCheck"/> available for <c>AddHealthChecks().AddCheck&lt;SchemaBuildHealthCheck&gt;("migrations")</c>.
    /// </summary>
    /// <param name="services">Must hold an <see cref="NpgsqlDataSource"/>.</param>
    /// <param name="migrations">The set of the generated class: <c>Migrations.Set</c>.</param>
    /// <param name="configure">Changes the options.</param>
    /// <exception cref="InvalidOperationException">There is a set already: one application, one set.</exception>
    public static IServiceCollection AddSchemaBuild(this IServiceCollection services, MigrationSet migrations, Action<SchemaBuildOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(migrations);
        if (services.Any(service => service.ServiceType == typeof(SchemaBuildOptions)))
            throw new InvalidOperationException("AddSchemaBuild was called twice. Put the migrations of one database into one set.");

        services.AddSingleton(migrations);
        services.AddSingleton(provider =>
        {
            var options = new SchemaBuildOptions();
            configure?.Invoke(options);
            if (options.Apply.LoggerFactory is NullLoggerFactory) options.Apply.LoggerFactory = Loggers(provider);
            return options;
        });
        services.TryAddSingleton<SchemaBuildHealthCheck>();
        services.AddSingleton<IHostedService>(provider => new MigrationStartup(
            provider.GetRequiredService<NpgsqlDataSource>(), migrations, provider.GetRequiredService<SchemaBuildOptions>(), Loggers(provider)));
        return services;
    }

    private static ILoggerFactory Loggers(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
}
