using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Npgsql;
using SchemaBuild.Testing.Postgres;
using Xunit;

namespace SchemaBuild.Testing;

/// <summary>A database of one test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private NpgsqlDataSource? _dataSource;

    internal TestDatabase(PostgresServer server, string name)
    {
        Server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, IncludeErrorDetail = true }.ConnectionString;
    }

    public PostgresServer Server { get; }

    public string Name { get; }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource => _dataSource ??= NpgsqlDataSource.Create(ConnectionString);

    /// <summary>Closes the pooled connections, so that the database can be a template.</summary>
    public async Task CloseConnectionsAsync()
    {
        if (_dataSource is not null) await _dataSource.DisposeAsync();
        _dataSource = null;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; the default of <typeparamref name="T"/> for NULL or no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Every row as text, the columns joined with <c>|</c>, NULL as an empty string.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : reader.GetString(column))));
        return rows;
    }

    /// <summary>Runs a file with psql, stopping at the first error. Throws with psql's output when it fails.</summary>
    public async Task RunPsqlAsync(string file, bool singleTransaction = false)
    {
        var result = await Client("psql")
            .WithArguments(["-X", "-q", "-v", "ON_ERROR_STOP=1", .. singleTransaction ? ["-1"] : Array.Empty<string>(), "-f", file])
            .ExecuteBufferedAsync();
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"psql failed on {file}: {result.StandardError}");
    }

    /// <summary>
    /// The schema as <c>pg_dump --schema-only</c> writes it, without what differs from run to run. Skips where pg_dump is missing or older
    /// than the server.
    /// </summary>
    /// <param name="arguments">Further arguments, such as <c>--exclude-table=schema_migrations</c>.</param>
    public Task<string> DumpSchemaAsync(params string[] arguments) => DumpAsync(["--schema-only", .. arguments]);

    /// <summary>Like <see cref="DumpSchemaAsync"/>, with the rows (as INSERT statements).</summary>
    public Task<string> DumpAsync(params string[] arguments) => DumpAsync((IReadOnlyList<string>)["--inserts", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
        try
        {
            await Server.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            // The server has ended before its database, and took it along.
        }
    }

    private async Task<string> DumpAsync(IReadOnlyList<string> arguments)
    {
        var client = Client("pg_dump");
        if (LocalServer.MajorOf(client.TargetFilePath) < Server.Major)
            Assert.Skip($"{client.TargetFilePath} is older than the server, PostgreSQL {Server.Major}, and would refuse to dump it.");

        var result = await client.WithArguments(["--no-password", .. arguments]).ExecuteBufferedAsync(Encoding.UTF8);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"pg_dump failed: {result.StandardError}");
        return string.Join('\n', result.StandardOutput.Split('\n').Where(line => !line.StartsWith(@"\restrict ", StringComparison.Ordinal)
            && !line.StartsWith(@"\unrestrict ", StringComparison.Ordinal)));    // a random token each time
    }

    private Command Client(string name)
    {
        var program = LocalServer.FindClientProgram(name);
        if (program is null)
            Assert.Skip($"{name} is not on this machine (Debian: apt-get install postgresql-client).");

        var connection = new NpgsqlConnectionStringBuilder(ConnectionString);
        return Cli.Wrap(program).WithValidation(CommandResultValidation.None).WithEnvironmentVariables(variables => variables
            .Set("PGHOST", connection.Host).Set("PGPORT", $"{connection.Port}").Set("PGUSER", connection.Username)
            .Set("PGPASSWORD", connection.Password).Set("PGDATABASE", Name).Set("PGOPTIONS", "-c client_min_messages=warning"));
    }
}
