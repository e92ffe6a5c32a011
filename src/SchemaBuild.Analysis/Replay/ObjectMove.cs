using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Gives objects new names and schemas.</summary>
internal static class ObjectMove
{
    /// <summary>Moves one object; where it is a type, what is made of it follows.</summary>
    public static void To(CatalogObject item, QualifiedName name, Execution execution)
    {
        if (item.Name == name) return;
        var moved = item with { Name = name };
        if (moved.Key != item.Key) execution.MakeRoom(item.NameSpace, moved.Key);
        execution.Replace(moved);
        if (item is UserType or Relation) FollowType(item.Name, name, execution);
    }

    private static void FollowType(QualifiedName old, QualifiedName now, Execution execution)
    {
        TypeRef Moved(TypeRef type) => type.Name == old ? type with { Name = now } : type;

        foreach (var user in execution.Catalog.UsersOfType(old).ToList())
        {
            switch (user)
            {
                case Relation relation when relation.Columns.Any(column => column.Type.Name == old):
                    execution.Replace(relation with { Columns = [.. relation.Columns.Select(column => column with { Type = Moved(column.Type) })] });
                    break;
                case Domain domain when domain.Base.Name == old:
                    execution.Replace(domain with { Base = Moved(domain.Base) });
                    break;
                case RangeType range when range.Subtype.Name == old:
                    execution.Replace(range with { Subtype = Moved(range.Subtype) });
                    break;
                case Function function when function.Arguments.Any(argument => argument.Name == old) || function.Result?.Name == old:
                    execution.Replace(function with { Arguments = [.. function.Arguments.Select(Moved)], Result = function.Result is { } result ? Moved(result) : null });
                    break;
            }
        }
    }
}
