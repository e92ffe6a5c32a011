using System.Collections.Immutable;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>Anything with a name in the catalogue. Immutable: a change makes a new one with the same <see cref="Id"/>.</summary>
internal abstract record CatalogObject
{
    /// <summary>Stays the same through renames, like an OID.</summary>
    public int Id { get; init; }

    public required QualifiedName Name { get; init; }

    /// <summary>The number of the transaction that created it; 0 is before the first migration.</summary>
    public int CreatedBy { get; init; }

    /// <summary>True if no migration shows it: a statement named it, so it is assumed to exist.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>What it cannot exist without, besides what owns it: a view its tables and columns, a trigger its function.</summary>
    public ImmutableArray<Dependency> DependsOn { get; init; } = [];

    /// <summary>Which names it must differ from. Tables, views, indexes and sequences share one such space.</summary>
    public abstract NameSpace NameSpace { get; }

    /// <summary>What must be unique there: the name, for functions with the types of the arguments, for triggers within their table.</summary>
    public virtual QualifiedName Key => Name;

    /// <summary>Ids of the objects that it depends on or belongs to.</summary>
    public virtual IEnumerable<int> BuildsOn => DependsOn.IsEmpty ? [] : DependsOn.Select(on => on.Object);

    /// <summary>The types of its columns, arguments and the like, built-in ones aside; of an array, that of the elements.</summary>
    public virtual IEnumerable<QualifiedName> MadeOf => [];

    /// <summary>Whether another version builds on the same as this one; false may also mean that looking is not worth it.</summary>
    public virtual bool BuildsOnTheSameAs(CatalogObject old) => DependsOn == old.DependsOn;

    /// <summary>Whether another version is made of the same types; false may also mean that looking is not worth it.</summary>
    public virtual bool IsMadeOfTheSameAs(CatalogObject old) => false;

    public virtual bool IsMadeOf(QualifiedName type) => MadeOf.Contains(type);

    protected static IEnumerable<QualifiedName> NamesOf(IEnumerable<TypeRef> types) => types.Where(type => !type.IsBuiltIn).Select(type => type.Name);
}

/// <summary>An object that something depends on, or one column of it (0 is the whole).</summary>
internal readonly record struct Dependency(int Object, int Column = 0);

/// <summary>The spaces within which names of a schema are unique.</summary>
internal enum NameSpace
{
    Schema,
    Relation,
    Type,
    Function,
    Trigger,
    Policy,
    Rule,
    Publication,
    Subscription,
    Extension,
    Statistics,
    Collation,
}

/// <summary>A database or a role: what holds objects and is not part of the catalogue.</summary>
internal sealed record Container : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Schema;

    /// <summary>What goes with it, as a noun phrase before its name.</summary>
    public required string What { get; init; }
}

/// <summary>A schema.</summary>
internal sealed record Schema : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Schema;
}
