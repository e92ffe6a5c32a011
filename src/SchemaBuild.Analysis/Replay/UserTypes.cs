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

    /// <summary>The domain and all domains that are made of it.</summary>
    public static HashSet<QualifiedName> WithDomainsOver(Domain domain, CatalogState catalog)
    {
        var names = new HashSet<QualifiedName> { domain.Name };
        var domains = catalog.All.OfType<Domain>().ToList();
        while (domains.Any(other => !other.Base.IsArray && names.Contains(other.Base.Name) && names.Add(other.Name)))
        {
        }

        return names;
    }

    /// <summary>Types whose values hold values of the given ones: arrays (by the names of their elements), composite types and ranges; and domains over those.</summary>
    public static bool IsHeldInside(TypeRef type, HashSet<QualifiedName> held, CatalogState catalog)
    {
        if (type.IsBuiltIn) return false;
        if (held.Contains(type.Name)) return type.IsArray;
        return catalog.Find(NameSpace.Type, type.Name) switch
        {
            Domain domain => Holds(domain.Base, held, catalog),
            RangeType range => Holds(range.Subtype, held, catalog),
            _ => catalog.Find(NameSpace.Relation, type.Name) is Relation row && row.Columns.Any(column => Holds(column.Type, held, catalog)),
        };
    }

    private static bool Holds(TypeRef type, HashSet<QualifiedName> held, CatalogState catalog) => held.Contains(type.Name) || IsHeldInside(type, held, catalog);
}
