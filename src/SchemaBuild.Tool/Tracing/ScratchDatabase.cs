using Npgsql;

namespace SchemaBuild.Tool.Tracing;

/// <summary>A database that lives as long as a trace. It is dropped at the end, also after a failure or a cancellation.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    // What a server holds besides databases: dropping ours takes none of it along.
    private const string SharedQuery = """
        SELECT 'role ' || quote_ident(rolname) FROM pg_roles UNION ALL SELECT 'tablespace ' || quote_ident(spcname) FROM pg_tablespace
        UNION ALL SELECT 'database ' || quote_ident(datname) FROM pg_database WHERE datname NOT LIKE 'schema\_lint\_trace\_%' ORDER BY 1
        """;

    private const string Maintenance = "postgres";

    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Terminal _terminal;
    private HashSet<string> _sharedBefore = [];

    private ScratchDatabase(NpgsqlConnectionStringBuilder server, Terminal terminal) => (_server, _terminal) = (server, terminal);

    public string Name { get; } = $"schema_lint_trace_{Guid.NewGuid():N}";

    public int Major { get; private set; }

    /// <exception cref="ToolException">There is no such server, or it makes no database for us.</exception>
    public static async Task<ScratchDatabase> CreateAsync(NpgsqlConnectionStringBuilder server, Terminal terminal, CancellationToken cancellationToken)
    {
        var database = new ScratchDatabase(server, terminal);
        try
        {
            await using var connection = await database.OpenAsync(server.Database, cancellationToken).ConfigureAwait(false);
            database.Major = connection.PostgreSqlVersion.Major;
            database._sharedBefore = await SharedAsync(connection, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"CREATE DATABASE {database.Name} TEMPLATE template0", cancellationToken).ConfigureAwait(false);
            return database;
        }
        catch (NpgsqlException failure)
        {
            throw new ToolException($"The server of --dev-database makes no throw-away database: {OneLine(failure)}. "
                + "It takes a development server that can be reached, and a role that may create databases.", ExitCode.Failure);
        }
        catch (OperationCanceledException)
        {
            // A client that gives up does not know how far the server was.
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(Name, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var connection = await OpenAsync(_server.Database, CancellationToken.None).ConfigureAwait(false);
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None).ConfigureAwait(false);
            var left = (await SharedAsync(connection, CancellationToken.None).ConfigureAwait(false)).Except(_sharedBefore).ToList();
            if (left.Count > 0)
                _terminal.WriteAfterwards($"schema-lint: What belongs to the whole server stays there after the throw-away database: {string.Join(", ", left)}.");
        }
        catch (NpgsqlException failure)
        {
            _terminal.WriteAfterwards($"schema-lint: The throw-away database {Name} could not be dropped: {OneLine(failure)}. Drop it yourself.");
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string? database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Database = string.IsNullOrEmpty(database) ? Maintenance : database,
            Pooling = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HashSet<string>> SharedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var shared = new HashSet<string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(SharedQuery, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) shared.Add(reader.GetString(0));
        return shared;
    }

    private static string OneLine(NpgsqlException failure) => failure.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
