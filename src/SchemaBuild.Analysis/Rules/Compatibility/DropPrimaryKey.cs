using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A published table loses what tells its rows apart for subscribers.</summary>
/// <remarks>https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY.</remarks>
internal sealed class DropPrimaryKey : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3011", "drop-primary-key", Severity.Error, "A published table loses its replica identity");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var end = transaction[^1].After.Catalog;
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                foreach (var (before, _) in statement.CatalogChanges.Altered)
                {
                    if (statement.IsOfFile(before) || IdentityOf(before, statement.Before.Catalog) is not { } key) continue;
                    if (end.Find(before.Id) is not Relation after || after.ReplicaIdentity is ReplicaIdentityKind.Full || IdentityOf(after, end) is not null) continue;
                    if (statement.After.Catalog.Find(before.Id) is Relation now && IdentityOf(now, statement.After.Catalog) is not null) continue;
                    if (PublicationOf(after, end) is not { } publication) continue;
                    findings.Add(
                        statement,
                        before,
                        $"{key} of {before.Name} goes, by which the publication {publication.Name} tells its rows apart: from the commit on every UPDATE and DELETE on {before.Name} fails with 55000. "
                        + $"Build another unique index on NOT NULL columns first, and write ALTER TABLE {before.Name.ToSql()} REPLICA IDENTITY USING INDEX before this.",
                        new Effects.Remedy("Set another replica identity first."));
                }
            }
        }
    }

    /// <summary>What identifies a row for subscribers; null if nothing does.</summary>
    private static string? IdentityOf(Relation table, CatalogState catalog) => table.ReplicaIdentity switch
    {
        ReplicaIdentityKind.Default => table.Constraints.FirstOrDefault(constraint => constraint.Kind == ConstraintKind.PrimaryKey) is { } key ? $"The primary key {key.Name}" : null,
        ReplicaIdentityKind.Index => table.ReplicaIdentityIndex is { } id && catalog.Find(id) is Catalog.Index index ? $"The index {index.Name.Name}" : null,
        _ => null,
    };

    private static Publication? PublicationOf(Relation table, CatalogState catalog) => catalog.Publications.FirstOrDefault(publication =>
        publication.AllTables || publication.Tables.Contains(table.Id) || publication.Schemas.Contains(table.Name.Schema));
}
