namespace SchemaBuild;

/// <summary>How to look at a database before a run.</summary>
public sealed class PreviewOptions : MigratorOptions
{
    /// <summary>From how many bytes of WAL on a standby, or a replication slot without a client, is behind. 64 MB by default.</summary>
    public long ReplicaLag { get; set; } = 64 * 1024 * 1024;
}
