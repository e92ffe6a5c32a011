using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Readers that never met NULL in a column may meet it.</summary>
internal sealed class DropNotNull : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3004", "drop-not-null", Severity.Warning, "A column that could not be NULL may be from now on");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var end = transaction[^1].After.Catalog;
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                foreach (var columns in statement.CatalogChanges.AlteredColumns.Where(pair => pair.Before.NotNull && !pair.After.NotNull).GroupBy(pair => pair.Table.Id))
                {
                    // Partitions follow their table, which is reported itself.
                    var table = columns.First().Table;
                    if (table.IsPartition || statement.IsOfFile(table) || end.Find(table.Id) is not Relation left) continue;
                    // What the same transaction makes required again, or drops, nobody reads without.
                    var names = columns.Where(pair => !statement.IsOfFile(pair.Before.CreatedBy) && left.FindColumn(pair.Before.Number) is { NotNull: false }).Select(pair => pair.Before.Name).ToList();
                    if (names.Count == 0) continue;
                    findings.Add(
                        statement,
                        table,
                        $"{Prose.List(names)} of {table.Name} may be NULL from now on, which the running version has never met: reading {(names.Count == 1 ? "it" : "them")} into a type without NULL fails, and comparisons with {(names.Count == 1 ? "it" : "them")} are no longer true or false. "
                        + "Deploy readers that cope with NULL before this, and writers that write it afterwards; then allow this finding with a reason.");
                }
            }
        }
    }
}
