using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What a table must have to become a child: MergeAttributesIntoExisting and MergeConstraintsIntoExisting in PostgreSQL's tablecmds.c.</summary>
internal static class Inheritance
{
    /// <summary>Before PostgreSQL 16 a child could compute what its parent keeps.</summary>
    private const int BothOrNone = 16;

    /// <exception cref="RefusedException">42804.</exception>
    public static void DemandMatch(Relation child, Relation parent, int major)
    {
        if (!child.KnowsColumns || !parent.KnowsColumns) return;
        foreach (var column in parent.Columns)
        {
            if (child.FindColumn(column.Name) is not { } own) throw new RefusedException("42804", $"child table is missing column \"{column.Name}\"");
            if (own.Type != column.Type) throw new RefusedException("42804", $"child table \"{child.Name.Name}\" has different type for column \"{column.Name}\"");
            var isInherited = parent.Constraints.All(constraint => constraint is not { Kind: ConstraintKind.NotNull, NoInherit: true } || !constraint.Columns.Contains(column.Number));
            if (column.NotNull && !own.NotNull && isInherited) throw new RefusedException("42804", $"column \"{column.Name}\" in child table must be marked NOT NULL");
            if (column.Generated != GeneratedKind.None && own.Generated == GeneratedKind.None || own.Generated != GeneratedKind.None && column.Generated == GeneratedKind.None && major >= BothOrNone)
                throw new RefusedException("42804", $"column \"{column.Name}\" in child table and parent must both be generated or both not");
        }

        foreach (var constraint in parent.Constraints.Where(constraint => constraint is { Kind: ConstraintKind.Check, NoInherit: false }))
            if (child.FindConstraint(constraint.Name) is not { Kind: ConstraintKind.Check, NoInherit: false }) throw new RefusedException("42804", $"child table is missing constraint \"{constraint.Name}\"");
    }
}
