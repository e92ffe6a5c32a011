using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>INSERTs that rely on a default fail.</summary>
internal sealed class DropDefault : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3005", "drop-default", Severity.Warning, "A required column loses its default");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var end = transaction[^1].After.Catalog;
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                foreach (var columns in statement.CatalogChanges.AlteredColumns.GroupBy(pair => pair.Table.Id))
                {
                    var table = columns.First().Table;
                    if (table.IsPartition || statement.IsOfFile(table) || end.Find(table.Id) is not Relation left) continue;
                    // A change of type often takes the default away first and gives it back at the end.
                    var names = columns.Where(pair => pair is { Before: { Default: not null, Generated: GeneratedKind.None }, After.Default: null } && !statement.IsOfFile(pair.Before.CreatedBy)
                            && left.FindColumn(pair.Before.Number) is { Default: null, NotNull: true, Identity: IdentityKind.None })
                        .Select(pair => pair.Before.Name).ToList();
                    if (names.Count == 0) continue;
                    var (are, have, them) = names.Count == 1 ? ("is", "has", "it") : ("are", "have", "them");
                    findings.Add(
                        statement,
                        table,
                        $"{Prose.List(names)} of {table.Name} {are} NOT NULL and {have} no default any more: INSERTs of the running version that leave {them} out fail with 23502. "
                        + "Deploy code that always gives a value before this; then allow this finding with a reason.");
                }
            }
        }
    }
}
