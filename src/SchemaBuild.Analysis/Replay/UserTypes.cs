using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Questions about types that migrations made.</summary>
internal static class UserTypes
{
    /// <summary>The domain that a type is, or null. An array of a domain is none.</summary>
    public static Domain? DomainOf(TypeRef type, CatalogState catalog) => type.IsArray || type.IsBuiltIn ? null : catalog.Find(NameSpace.Type, type.Name) as Domain;

    /// <summary>True if values of the type must be checked: a domain with a CHECK or NOT NULL, its own or of a domain that it is made of.</summary>
    public static bool IsConstrained(TypeRef type, CatalogState catalog)
    {
        for (var domain = DomainOf(type, catalog); domain is not null; domain = DomainOf(domain.Base, catalog))
            if (domain.NotNull || !domain.Constraints.IsEmpty) return true;
        return false;
    }

    /// <summary>What a domain is made of in the end; any other type itself.</summary>
    public static TypeRef BaseOf(TypeRef type, CatalogState catalog)
    {
        while (DomainOf(type, catalog) is { } domain) type = domain.Base;
        return type;
    }

    /// <summary>Columns whose values are of the type or hold one: in arrays, ranges, composite types and domains over them.</summary>
    public static IEnumerable<(Relation Relation, Column Column)> ColumnsThatHold(QualifiedName type, CatalogState catalog)
    {
        var holders = new HashSet<QualifiedName> { type };
        var all = catalog.All.ToList();
        bool Grows() => all.Any(item => item switch
        {
            Domain domain => holders.Contains(domain.Base.Name),
            RangeType range => holders.Contains(range.Subtype.Name),
            Relation relation => relation.Columns.Any(column => holders.Contains(column.Type.Name)),
            _ => false,
        } && holders.Add(item.Name));
        while (Grows())
        {
        }

        return all.OfType<Relation>().OrderBy(relation => relation.Id)
            .SelectMany(relation => relation.Columns.Where(column => holders.Contains(column.Type.Name)).Select(column => (relation, column)));
    }
}
