using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column has values of another type for code that was written for the old one.</summary>
/// <remarks>"cached plan must not change result type" is raised by RevalidateCachedQuery in PostgreSQL's plancache.c.</remarks>
internal sealed class ColumnTypeChange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3003", "column-type-change", Severity.Warning, "A column changes to a type that running code does not expect");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            if (table.Kind == RelationKind.CompositeType || statement.IsOfFile(table) || statement.IsOfFile(before.CreatedBy)) continue;
            if ((before.Type.Name, before.Type.IsArray) == (after.Type.Name, after.Type.IsArray) || (IsString(before.Type) && IsString(after.Type))) continue;
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} changes from {before.Type.ToSql()} to {after.Type.ToSql()}: prepared statements of open connections that read it fail with "
                + $"\"cached plan must not change result type\" (0A000), and the running version reads and sends {before.Type.ToSql()}. "
                + "Add a column of the new type beside it and move the code over, or deploy code that copes with both first and open the connections anew afterwards.");
        }
    }

    /// <summary>Clients get the same text from them.</summary>
    private static bool IsString(TypeRef type) => type is { IsBuiltIn: true, IsArray: false, Name.Name: "text" or "varchar" };
}
