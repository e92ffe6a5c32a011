using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column has values of another type for code that was written for the old one.</summary>
/// <remarks>"cached plan must not change result type" is raised by RevalidateCachedQuery in PostgreSQL's plancache.c.</remarks>
internal sealed class ColumnTypeChange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3003", "column-type-change", Severity.Warning, "A column changes to a type that running code does not expect");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var (start, end) = (file.Statements[0].Before.Catalog, file.Statements[^1].After.Catalog);
        foreach (var statement in file.Statements) Judge(statement, start, end, findings);
    }

    private static void Judge(AnalyzedStatement statement, CatalogState start, CatalogState end, FindingSink findings)
    {
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            // ALTER TYPE … RENAME is a finding of its own, about the type.
            if (IsRename(statement, before.Type, after.Type) || table.Kind == RelationKind.CompositeType || statement.IsOfFile(table) || statement.IsOfFile(before.CreatedBy)) continue;
            // Code knows the type that the column had before the file, under the name that it had then: a new enum that takes the place of one by its name is the same for it.
            var old = ColumnOf(start, table.Id, before.Number)?.Type ?? before.Type;
            var last = ColumnOf(end, table.Id, before.Number)?.Type ?? after.Type;
            if (IsSame(before.Type, after.Type) || IsSame(old, after.Type) || IsSame(old, last)) continue;
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} changes from {old.ToSql()} to {after.Type.ToSql()}: prepared statements of open connections that read it fail with "
                + $"\"cached plan must not change result type\" (0A000), and the running version reads and sends {old.ToSql()}. "
                + "Add a column of the new type beside it and move the code over, or deploy code that copes with both first and open the connections anew afterwards.");
        }
    }

    private static bool IsRename(AnalyzedStatement statement, TypeRef before, TypeRef after) =>
        statement.Before.Catalog.Find(NameSpace.Type, before.Name) is { } type && statement.After.Catalog.Find(NameSpace.Type, after.Name)?.Id == type.Id && before.Name != after.Name;

    private static Column? ColumnOf(CatalogState catalog, int table, int number) => (catalog.Find(table) as Relation)?.FindColumn(number);

    private static bool IsSame(TypeRef one, TypeRef other) => (one.Name, one.IsArray) == (other.Name, other.IsArray) || (IsString(one) && IsString(other));

    /// <summary>Clients get the same text from them.</summary>
    private static bool IsString(TypeRef type) => type is { IsBuiltIn: true, IsArray: false, Name.Name: "text" or "varchar" };
}
