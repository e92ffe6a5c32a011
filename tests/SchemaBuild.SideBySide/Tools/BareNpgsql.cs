using Npgsql;

namespace SchemaBuild.SideBySide.Tools;

/// <summary>No tool: the statements of each migration in a transaction, and a second time one query.</summary>
internal sealed class BareNpgsql : Tool
{
    public override string Name => "bare Npgsql";

    public override string Version => VersionOf(typeof(NpgsqlConnection));

    public override async Task MigrateAsync(string connectionString, string set)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var exists = new NpgsqlCommand("SELECT to_regclass('t1') IS NOT NULL", connection))
            if (await exists.ExecuteScalarAsync() is true)
                return;

        foreach (var script in ScriptSets.Get(set))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var statement in script.Statements)
            {
                await using var command = new NpgsqlCommand(statement, connection, transaction);
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
    }
}
