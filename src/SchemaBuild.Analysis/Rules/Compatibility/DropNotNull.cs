using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Readers that never met NULL in a column may meet it.</summary>
internal sealed class DropNotNull : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3004", "drop-not-null", Severity.Warning, "A column that could not be NULL may be from now on");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            // Partitions follow their table, which is reported itself.
            if (!before.NotNull || after.NotNull || table.IsPartition || statement.IsOfFile(table) || statement.IsOfFile(before.CreatedBy)) continue;
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} may be NULL from now on, which the running version has never met: reading it into a type without NULL fails, and comparisons with it are no longer true or false. "
                + "Deploy readers that cope with NULL before this, and writers that write it afterwards; then allow this finding with a reason.");
        }
    }
}
