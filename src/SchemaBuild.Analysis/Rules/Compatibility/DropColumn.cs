using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column goes that the application version still running may use.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN.</remarks>
internal sealed class DropColumn : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3001", "drop-column", Severity.Error, "A column is dropped that running code may still use");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Drop, Column: { } name, Object: Relation { Kind: not RelationKind.CompositeType } table } || statement.IsOfFile(table)) continue;
            var column = table.FindColumn(name);
            if (column is not null && statement.IsOfFile(column.CreatedBy)) continue;
            var first = column is { NotNull: true, Default: null, Identity: IdentityKind.None }
                ? $"In the release before, drop its NOT NULL so that INSERTs can leave it out, and remove it from the code; "
                : "Remove it from the code in the release before; ";
            findings.Add(
                statement,
                table,
                $"{name} is dropped from {table.Name} with all its values: statements of the running version that name it fail with 42703, "
                + $"and prepared ones that read it by * fail until they are prepared again. {first}then allow this finding with a reason.");
        }
    }
}
