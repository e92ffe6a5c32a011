using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>REPLICA IDENTITY FULL writes every old row to the log; NOTHING makes UPDATE and DELETE fail once published.</summary>
internal sealed class ReplicaIdentityFull : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7002", "replica-identity-full", Severity.Warning, "Logical replication gets whole rows, or no row at all") { DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var id in statement.Effects.Touched)
        {
            if (statement.After.Catalog.Find(id) is not Relation table || statement.Before.Catalog.Find(id) is Relation before && before.ReplicaIdentity == table.ReplicaIdentity) continue;
            if (table.ReplicaIdentity is not (ReplicaIdentityKind.Full or ReplicaIdentityKind.Nothing)) continue;
            findings.Add(
                statement,
                table,
                table.ReplicaIdentity == ReplicaIdentityKind.Full
                    ? $"With REPLICA IDENTITY FULL every UPDATE and DELETE on {table.Name} writes the whole old row to the log, and the subscriber may read its whole table for each one. Use the primary key, or REPLICA IDENTITY USING INDEX with a unique index on NOT NULL columns."
                    : $"With REPLICA IDENTITY NOTHING every UPDATE and DELETE on {table.Name} fails as long as it is published for them. Use the primary key, or REPLICA IDENTITY USING INDEX with a unique index on NOT NULL columns.");
        }
    }
}
