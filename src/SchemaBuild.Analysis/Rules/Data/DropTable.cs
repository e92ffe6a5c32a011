using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A table is dropped with its rows.</summary>
internal sealed class DropTable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2001", "drop-table", Severity.Error, "A table is dropped with its rows");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Drop, Column: null, Object: Relation { Kind: RelationKind.Table or RelationKind.PartitionedTable } table } || statement.IsOfFile(table)) continue;
            findings.Add(
                statement,
                table,
                $"{table.Name} is dropped with all its rows, and the application version that is still running fails on it. "
                + "Rename it aside in this release and drop it in a later one, when nothing has missed it; then allow this finding with a reason.",
                new Remedy("Rename first.", $"-- schemabuild:allow SB3008 reason=\"no running version uses it\"\nALTER TABLE {table.Name.ToSql()} RENAME TO {Identifier.Quote(Identifier.Truncate("_deprecated_" + table.Name.Name))};"));
        }
    }
}
