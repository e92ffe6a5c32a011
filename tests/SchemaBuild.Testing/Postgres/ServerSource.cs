namespace SchemaBuild.Testing.Postgres;

/// <summary>A way to come by a server.</summary>
internal abstract class ServerSource
{
    /// <summary>Majors on offer, the preferred one first; empty when this way is not open on this machine.</summary>
    public abstract IReadOnlyList<int> Majors { get; }

    /// <summary>Starts a server that nobody else uses. Throws with a readable reason when it cannot.</summary>
    public abstract Task<PostgresServer> StartAsync(int major);
}
