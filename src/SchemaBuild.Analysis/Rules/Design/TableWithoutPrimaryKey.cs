using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>After the last migration a table has no primary key.</summary>
internal sealed class TableWithoutPrimaryKey : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5028", "table-without-primary-key", Severity.Suggestion, "A table has no primary key");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        foreach (var (table, place) in history.Made<Relation>())
        {
            // What came from a relation that nobody has shown may have brought its key along.
            if (table is not { Kind: RelationKind.Table or RelationKind.PartitionedTable, Persistence: Persistence.Permanent, IsPartition: false, IsIncomplete: false }) continue;
            if (table.Constraints.Any(constraint => constraint.Kind == ConstraintKind.PrimaryKey) || table.ReplicaIdentity is ReplicaIdentityKind.Index or ReplicaIdentityKind.Full) continue;
            findings.Add(
                place,
                $"{table.Name} has no primary key: nothing names one row of it, so duplicates stay, batches have nothing to walk along, and once it is published for logical replication its UPDATEs and DELETEs fail. "
                + "Give it a PRIMARY KEY.",
                relations: [table.Name.ToString()]);
        }
    }
}
