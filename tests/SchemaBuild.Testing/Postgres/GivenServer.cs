using Npgsql;

namespace SchemaBuild.Testing.Postgres;

/// <summary>The server that <c>SCHEMABUILD_TEST_POSTGRES</c> names by a connection string. It is used, never stopped.</summary>
internal sealed class GivenServer : ServerSource
{
    private readonly string? _connectionString = Environment.GetEnvironmentVariable("SCHEMABUILD_TEST_POSTGRES");

    public GivenServer()
    {
        if (string.IsNullOrWhiteSpace(_connectionString))
            return;
        using var connection = new NpgsqlConnection(_connectionString);
        connection.Open();    // A server that was asked for by name and does not answer is an error, not a reason to take another.
        Majors = [connection.PostgreSqlVersion.Major];
    }

    public override IReadOnlyList<int> Majors { get; } = [];

    public override Task<PostgresServer> StartAsync(int major) => Task.FromResult(new PostgresServer(major, _connectionString!));
}
