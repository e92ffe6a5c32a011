using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>TRUNCATE empties a table that others use, and with CASCADE all that reference it.</summary>
internal sealed class TruncateTable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2011", "truncate-table", Severity.Error, "A table is emptied");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Rows, Object: Relation table } || statement.IsNew(table)) continue;
            findings.Add(
                statement,
                table,
                $"All rows of {table.Name} are removed under ACCESS EXCLUSIVE, and only a backup brings them back. "
                + "Delete what is not needed in batches with a WHERE, or drop a partition; if the rows are not needed at all, allow this finding with a reason.");
        }
    }
}
