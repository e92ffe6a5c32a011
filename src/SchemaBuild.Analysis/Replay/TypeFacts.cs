using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What the server knows of a type, whoever made it.</summary>
internal static class TypeFacts
{
    /// <summary>Null for a type that no migration shows: one of an extension, or of the database as it was.</summary>
    public static BuiltInType? Of(TypeRef type, Execution execution)
    {
        if (type == default) return null;    // a column of a view whose expression calls something that nobody knows
        var types = BuiltIns.Of(execution.Major).Types;
        if (type.IsArray)
        {
            var element = Of(type with { IsArray = false, Modifier = TypeRef.None, Scale = TypeRef.None }, execution);
            if (element is null) return null;
            return types.ArrayOf(element) ?? new BuiltInType { Name = $"{element.Name}[]", Category = 'A', Input = Volatility.Stable, Output = Volatility.Stable, Element = element.Name, DisplayName = $"{element.DisplayName}[]" };
        }

        if (type.IsBuiltIn) return types.Find(type.Name.Name);
        var name = type.Name.ToString();
        return execution.Catalog.Find(NameSpace.Type, type.Name) switch
        {
            Domain domain => Of(UserTypes.BaseOf(domain.Base, execution.Catalog), execution) is { } made
                ? made with { Name = name, Base = types.Find(made.Name) is null ? null : made.Name, DisplayName = name }
                : null,
            EnumType => new BuiltInType { Name = name, Kind = TypeKind.Enum, Category = 'E', Input = Volatility.Stable, Output = Volatility.Stable, DisplayName = name },
            RangeType => new BuiltInType { Name = name, Kind = TypeKind.Range, Category = 'R', Input = Volatility.Stable, Output = Volatility.Stable, DisplayName = name },
            _ => execution.Catalog.Find(NameSpace.Relation, type.Name) is Relation { IsAssumed: false }
                ? new BuiltInType { Name = name, Kind = TypeKind.Composite, Category = 'C', Input = Volatility.Stable, Output = Volatility.Stable, DisplayName = name }
                : null,
        };
    }

    /// <summary>How a value of one type gets into a column of another; null if one of the types is not known.</summary>
    public static CoercionPath? Path(TypeRef from, TypeRef to, CastContext context, Execution execution)
    {
        var (source, target) = (UserTypes.BaseOf(from, execution.Catalog), UserTypes.BaseOf(to, execution.Catalog));
        return Of(source, execution) is { } known && Of(target, execution) is { } wanted ? BuiltIns.Of(execution.Major).Coercion.FindPath(known, wanted, context) : null;
    }
}
