using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A foreign key compares columns of two types.</summary>
internal sealed class FkTypeMismatch : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5004", "fk-type-mismatch", Severity.Suggestion, "A foreign key has another type than what it references");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, constraint) in statement.CatalogChanges.NewConstraints)
        {
            if (constraint is not { Kind: ConstraintKind.ForeignKey, IsInherited: false, Referenced: { } id } || statement.After.Catalog.Find(id) is not Relation referenced) continue;
            foreach (var (from, to) in constraint.Columns.Zip(constraint.ReferencedColumns))
            {
                if (table.FindColumn(from) is not { } own || referenced.FindColumn(to) is not { } key) continue;
                var (ownType, keyType) = (UserTypes.BaseOf(own.Type, statement.After.Catalog), UserTypes.BaseOf(key.Type, statement.After.Catalog));
                if (ownType.Name == keyType.Name || (IsString(ownType) && IsString(keyType))) continue;
                var isNarrow = (Width(ownType), Width(keyType)) is ({ } narrow, { } wide) && narrow < wide;
                findings.Add(
                    statement,
                    table,
                    $"{own.Name} of {table.Name} is {own.Type.ToSql()}, and {key.Name} of {referenced.Name}, which it references, {key.Type.ToSql()}: every comparison casts one of them"
                    + (isNarrow ? $", and rows of {referenced.Name} beyond the range of {own.Type.ToSql()} cannot be referenced at all" : "")
                    + $". Make it {key.Type.ToSql()}; once there are rows, that rewrites the table.");
            }
        }
    }

    private static bool IsString(TypeRef type) => type is { IsBuiltIn: true, Name.Name: "text" or "varchar" };

    private static int? Width(TypeRef type) => !type.IsBuiltIn ? null : type.Name.Name switch
    {
        "int2" => 2,
        "int4" => 4,
        "int8" => 8,
        _ => null,
    };
}
