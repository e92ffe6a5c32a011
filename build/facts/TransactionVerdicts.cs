using Npgsql;
using SchemaBuild.Testing;

namespace SchemaBuild.Facts;

/// <summary>
/// What the server says to statements inside and outside a transaction: the SQLSTATE of the error and of the warning, each empty if there
/// is none. 42601 is a statement that the major does not know.
/// </summary>
internal static class TransactionVerdicts
{
    private static readonly string Folder = RepositoryRoot.Combine("build/facts/transactions");

    public static async Task<FactRows> InsideAsync(TestDatabase database)
    {
        await RunFileAsync(database, "setup.sql");
        await RunFileAsync(database, "subscriptions.sql");
        var rows = new List<string>();
        foreach (var statement in await StatementsAsync("inside.sql"))
        {
            rows.Add(await AskAsync(database, statement, insideTransaction: true));
            if (statement.StartsWith("PREPARE TRANSACTION", StringComparison.Ordinal))
                await database.ExecuteAsync("ROLLBACK PREPARED 'gid'");
        }

        await RunFileAsync(database, "remove-subscriptions.sql");
        return Rows(rows);
    }

    public static async Task<FactRows> OutsideAsync(TestDatabase database)
    {
        var rows = new List<string>();
        foreach (var statement in await StatementsAsync("outside.sql"))
        {
            await RunFileAsync(database, "setup.sql");
            rows.Add(await AskAsync(database, statement, insideTransaction: false));
            await RunFileAsync(database, "teardown.sql");
        }

        return Rows(rows);
    }

    private static FactRows Rows(IReadOnlyList<string> rows) => new(["statement", "error", "warning"], rows);

    private static async Task<string> AskAsync(TestDatabase database, string statement, bool insideTransaction)
    {
        await using var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        if (insideTransaction)
            await ExecuteAsync("BEGIN");

        string error = "", warning = "";
        connection.Notice += (_, notice) => warning = notice.Notice.InvariantSeverity == "WARNING" ? notice.Notice.SqlState : warning;
        try
        {
            await ExecuteAsync(statement);
        }
        catch (PostgresException exception)
        {
            error = exception.SqlState;
        }

        return $"{statement}\t{error}\t{warning}";

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task RunFileAsync(TestDatabase database, string file) =>
        await database.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Folder, file)));

    private static async Task<IReadOnlyList<string>> StatementsAsync(string file) =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(Folder, file))).Where(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)),
    ];
}
