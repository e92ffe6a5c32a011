using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>INSERTs that rely on a default fail.</summary>
internal sealed class DropDefault : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3005", "drop-default", Severity.Warning, "A required column loses its default");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            if (before is not { Default: not null, Generated: GeneratedKind.None } || after is not { Default: null, NotNull: true, Identity: IdentityKind.None }) continue;
            if (table.IsPartition || statement.IsOfFile(table) || statement.IsOfFile(before.CreatedBy)) continue;
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} is NOT NULL and has no default any more: INSERTs of the running version that leave it out fail with 23502. "
                + "Deploy code that always gives a value before this; then allow this finding with a reason.");
        }
    }
}
