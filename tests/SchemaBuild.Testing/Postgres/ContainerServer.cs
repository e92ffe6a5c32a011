using System.IO.Pipes;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.PostgreSql;

namespace SchemaBuild.Testing.Postgres;

/// <summary>Official images, where a Docker engine answers.</summary>
internal sealed class ContainerServer : ServerSource
{
    public override IReadOnlyList<int> Majors { get; } = EngineAnswers() ? [17, 18, 16, 15, 14] : [];

    public override async Task<PostgresServer> StartAsync(int major)
    {
        var container = new PostgreSqlBuilder($"postgres:{major}")
            .WithLogger(NullLogger.Instance)
            .WithCommand("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300",
                "-c", "max_prepared_transactions=10", "-c", "wal_level=logical", "-c", "autovacuum=off", "-c", "jit=off")
            .Build();
        await container.StartAsync();
        return new PostgresServer(major, container.GetConnectionString()) { Stop = container.DisposeAsync };
    }

    // Testcontainers finds out by failing slowly and loudly. Connecting to the engine's socket costs nothing.
    private static bool EngineAnswers()
    {
        try
        {
            if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
                return Uri.TryCreate(host, UriKind.Absolute, out var uri)
                    && (uri.Scheme == "unix" ? Connects(new UnixDomainSocketEndPoint(uri.AbsolutePath)) : ConnectsTo(uri));

            if (OperatingSystem.IsWindows())
            {
                using var pipe = new NamedPipeClientStream(".", "docker_engine");
                pipe.Connect(1000);
                return true;
            }

            return new[]
                {
                    "/var/run/docker.sock",
                    Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/run", "docker.sock"),
                    Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker/run/docker.sock"),
                }
                .Any(path => File.Exists(path) && Connects(new UnixDomainSocketEndPoint(path)));
        }
        catch (Exception exception) when (exception is SocketException or IOException or TimeoutException)
        {
            return false;
        }

        static bool Connects(UnixDomainSocketEndPoint endPoint)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(endPoint);
            return true;
        }

        static bool ConnectsTo(Uri uri)
        {
            using var client = new TcpClient();
            return client.ConnectAsync(uri.Host, uri.Port).Wait(TimeSpan.FromSeconds(1));
        }
    }
}
