using System.Collections.Immutable;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>Everything that exists at one moment. Immutable, so a transaction rolls back by keeping the state from before.</summary>
internal sealed record CatalogState
{
    public static CatalogState Empty { get; } = new();

    private ImmutableDictionary<int, CatalogObject> Objects { get; init; } = ImmutableDictionary<int, CatalogObject>.Empty;

    private ImmutableDictionary<(NameSpace, QualifiedName), int> Names { get; init; } = ImmutableDictionary<(NameSpace, QualifiedName), int>.Empty;

    /// <summary>Functions of one name with different arguments.</summary>
    private ImmutableDictionary<QualifiedName, ImmutableArray<int>> Overloads { get; init; } = ImmutableDictionary<QualifiedName, ImmutableArray<int>>.Empty;

    private int NextId { get; init; } = 1;

    /// <summary>True if a dump of the schema was loaded, so that what is not here does not exist.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Schemas that a GRANT or REVOKE of CREATE to PUBLIC was about.</summary>
    private ImmutableDictionary<string, bool> CreateToPublic { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Whether every role may create objects in a schema; before PostgreSQL 15 that is so in public.</summary>
    public bool IsOpenToPublic(string schema, int major) => CreateToPublic.TryGetValue(schema, out var isOpen) ? isOpen : schema == "public" && major < 15;

    public CatalogState OpenToPublic(string schema, bool isOpen) => this with { CreateToPublic = CreateToPublic.SetItem(schema, isOpen) };

    public IEnumerable<CatalogObject> All => Objects.Values;

    public CatalogObject? Find(int id) => Objects.GetValueOrDefault(id);

    /// <summary>All functions of this name.</summary>
    public IEnumerable<Function> FindFunctions(QualifiedName name) => Overloads.TryGetValue(name, out var ids) ? ids.Select(id => (Function)Objects[id]) : [];

    /// <param name="space">Where to look.</param>
    /// <param name="name">A <see cref="CatalogObject.Key"/>.</param>
    public CatalogObject? Find(NameSpace space, QualifiedName name) => Names.TryGetValue((space, name), out var id) ? Objects[id] : null;

    public CatalogState Add(CatalogObject added, out int id)
    {
        id = NextId;
        added = added with { Id = id };
        return this with
        {
            NextId = id + 1,
            Objects = Objects.Add(id, added),
            Names = Names.SetItem((added.NameSpace, added.Key), id),
            Overloads = added is Function ? Overloads.SetItem(added.Name, [.. Overloads.GetValueOrDefault(added.Name, []), id]) : Overloads,
        };
    }

    /// <summary>Puts a new version in the place of an object, under its new name if that has changed.</summary>
    public CatalogState Replace(CatalogObject changed)
    {
        var old = Objects[changed.Id];
        if (old.Key == changed.Key) return this with { Objects = Objects.SetItem(changed.Id, changed) };
        return this with
        {
            Objects = Objects.SetItem(changed.Id, changed),
            Names = Names.Remove((old.NameSpace, old.Key)).SetItem((changed.NameSpace, changed.Key), changed.Id),
            Overloads = changed is Function
                ? WithoutOverload(old).SetItem(changed.Name, [.. WithoutOverload(old).GetValueOrDefault(changed.Name, []), changed.Id])
                : Overloads,
        };
    }

    public CatalogState Remove(CatalogObject gone) => this with
    {
        Objects = Objects.Remove(gone.Id),
        Names = Names.Remove((gone.NameSpace, gone.Key)),
        Overloads = gone is Function ? WithoutOverload(gone) : Overloads,
    };

    private ImmutableDictionary<QualifiedName, ImmutableArray<int>> WithoutOverload(CatalogObject function) =>
        Overloads.SetItem(function.Name, Overloads.GetValueOrDefault(function.Name, []).Remove(function.Id));
}
