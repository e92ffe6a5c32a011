using System.Collections.Concurrent;
using Npgsql;
using SchemaBuild.Testing.Postgres;
using Xunit;

namespace SchemaBuild.Testing;

/// <summary>
/// A throw-away PostgreSQL server: the one that <c>SCHEMABUILD_TEST_POSTGRES</c> names, else a container, else server binaries of
/// this machine. It ends with the test process, also when that is killed. Without any, the calling test is skipped with the reason.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<ServerSource[]> Sources = new(() => [new GivenServer(), new ContainerServer(), new LocalServer()]);
    private static readonly ConcurrentDictionary<int, Lazy<Task<PostgresServer>>> Shared = new();
    private static int _databases;

    private readonly NpgsqlDataSource _maintenance;

    internal PostgresServer(int major, string connectionString)
    {
        Major = major;
        ConnectionString = connectionString;
        _maintenance = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
    }

    /// <summary>The majors that SchemaBuild supports, for a theory: the same rows on every machine.</summary>
    public static TheoryData<int> Majors { get; } = [14, 15, 16, 17, 18];

    /// <summary>The majors that can be started here, ascending.</summary>
    public static IReadOnlyList<int> AvailableMajors => [.. Sources.Value.SelectMany(source => source.Majors).Distinct().Order()];

    public int Major { get; }

    /// <summary>Of a superuser, to the maintenance database.</summary>
    public string ConnectionString { get; }

    internal Func<ValueTask> Stop { get; init; } = () => ValueTask.CompletedTask;

    internal Func<Task>? Crash { get; init; }

    internal Func<Task>? Restart { get; init; }

    /// <summary>The server that all tests of this process share, started on first use; any major that is at hand if none is asked for.</summary>
    public static Task<PostgresServer> GetAsync(int? major = null)
    {
        var wanted = Choose(major);
        return Shared.GetOrAdd(wanted, static wanted => new(() => StartFirstThatWorksAsync(wanted))).Value;
    }

    /// <summary>A server of one's own, which may be crashed; dispose it.</summary>
    public static Task<PostgresServer> StartAsync(int? major = null) => StartFirstThatWorksAsync(Choose(major));

    /// <summary>A database of one's own, empty or a copy of a template to which nobody is connected; dispose it.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(string template = "template0")
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(this, name);
    }

    /// <summary>Ends the server as a power cut would (immediate shutdown). Skips where the server is not ours to end.</summary>
    public async Task CrashAsync()
    {
        if (Crash is null)
            Assert.Skip("This server cannot be crashed: only one that was started from binaries of this machine can.");
        await Crash();
    }

    /// <summary>Starts it again on the same data and port after <see cref="CrashAsync"/>; it answers when the task ends.</summary>
    public async Task RestartAsync() => await Restart!();

    public async ValueTask DisposeAsync()
    {
        await _maintenance.DisposeAsync();
        await Stop();
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = _maintenance.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static int Choose(int? major)
    {
        var wanted = major ?? Sources.Value.SelectMany(source => source.Majors).FirstOrDefault();
        if (AvailableMajors.Contains(wanted))
            return wanted;

        var asked = major is null ? "No PostgreSQL server" : $"No PostgreSQL {major} server";
        Assert.Skip($"{asked} can be started here. Run build/postgres.sh {major}, install the Debian package postgresql, start Docker, "
            + "or set SCHEMABUILD_TEST_POSTGRES to a connection string.");
        return wanted;
    }

    private static async Task<PostgresServer> StartFirstThatWorksAsync(int major)
    {
        var reasons = new List<Exception>();
        foreach (var source in Sources.Value.Where(source => source.Majors.Contains(major)))
        {
            try
            {
                return await source.StartAsync(major);
            }
            catch (Exception exception)
            {
                reasons.Add(exception);
            }
        }

        throw new AggregateException($"PostgreSQL {major} is on this machine but does not start.", reasons);
    }
}
