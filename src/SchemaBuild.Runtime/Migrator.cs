using Npgsql;

namespace SchemaBuild;

/// <summary>
/// Applies migrations to a database and rolls them back: one process at a time, each migration once. The generated class <c>Migrations</c>
/// calls this with its own <see cref="MigrationSet"/>.
/// </summary>
/// <remarks>
/// The data source must reach the server itself, or a pooler in session mode: the run holds one connection and a session lock on it.
/// Every method throws <see cref="MigrationException"/>, and <see cref="OperationCanceledException"/> when it is cancelled.
/// </remarks>
public static class Migrator
{
    /// <summary>Applies every migration that is not applied yet, in order. When there is none, this is one round trip.</summary>
    public static Task<ApplyResult> ApplyAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, ApplyOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>Reads where the database stands. Takes no lock and changes nothing.</summary>
    public static Task<MigrationStatus> GetStatusAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, MigratorOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>Checks that every migration of the set is applied with the text it has now. Takes no lock and changes nothing.</summary>
    public static Task<VerifyResult> VerifyAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, MigratorOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>Rolls back every migration that was applied after <paramref name="to"/>, newest first.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="migrations">All migrations of the application.</param>
    /// <param name="to">The newest migration that stays; null to roll back all.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<RollbackResult> RollbackAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, Migration? to, RollbackOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();
}
