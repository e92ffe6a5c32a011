using System.Globalization;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>
/// Tells a pooler that lends a server connection for a transaction or a statement (a session lock would be lost on it) from one that lends it for
/// the session. A pooler shows itself by a process id that is not the server's; how it lends shows when a second session gets our connection while
/// we still have ours.
/// </summary>
internal static class Pooler
{
    private const int Rounds = 4;

    /// <exception cref="MigrationException">It does not lend for the session.</exception>
    public static async Task DemandSessionsAsync(NpgsqlConnection ours, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            await using var other = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var pid = await PidAsync(ours).ConfigureAwait(false);
            for (var round = 0; round < Rounds; round++)
            {
                // How far a pooler that goes round its idle connections has come differs from round to round.
                for (var i = 0; i < round; i++)
                    if (await PidAsync(other).ConfigureAwait(false) == pid)
                        throw Failure.Pooler("transaction");

                await using var transaction = await other.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                if (await PidAsync(other).ConfigureAwait(false) == pid || await PidAsync(ours).ConfigureAwait(false) != pid)
                    throw Failure.Pooler("transaction");
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ProtocolViolation)
        {
            throw Failure.Pooler("statement");    // it does not even take BEGIN
        }

        async Task<int> PidAsync(NpgsqlConnection connection)
        {
            await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", connection);
            return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        }
    }
}
