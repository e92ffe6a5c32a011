using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column keeps its values for every client, but prepared statements notice that its type is another one.</summary>
/// <remarks>RevalidateCachedQuery in PostgreSQL's plancache.c compares type and modifier of each result column; measured on 14 to 18.</remarks>
internal sealed class CachedPlanChange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3012", "cached-plan-change", Severity.Suggestion, "A column's type changes under prepared statements");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            // Where clients see another type, that is a finding of its own.
            if (table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable) || table.IsPartition || statement.IsOfFile(table) || statement.IsOfFile(before.CreatedBy)) continue;
            if (before.Type == after.Type || before.Type.IsArray != after.Type.IsArray || !(before.Type.Name == after.Type.Name || (IsString(before.Type) && IsString(after.Type)))) continue;
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} changes from {before.Type.ToSql()} to {after.Type.ToSql()}: statements that open connections have prepared and that read it fail once with \"cached plan must not change result type\" (0A000), "
                + "within a transaction with all of it. Clients that prepare statements by themselves must prepare again and repeat, or the pool's connections must be opened anew after the migration.");
        }
    }

    private static bool IsString(TypeRef type) => type is { IsBuiltIn: true, Name.Name: "text" or "varchar" };
}
