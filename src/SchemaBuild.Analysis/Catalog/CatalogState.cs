using System.Collections.Immutable;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>Everything that exists at one moment. Immutable, so a transaction rolls back by keeping the state from before.</summary>
internal sealed record CatalogState
{
    public static CatalogState Empty { get; } = new();

    private ImmutableDictionary<int, CatalogObject> Objects { get; init; } = ImmutableDictionary<int, CatalogObject>.Empty;

    private ImmutableDictionary<(NameSpace, QualifiedName), int> Names { get; init; } = ImmutableDictionary<(NameSpace, QualifiedName), int>.Empty;

    private int NextId { get; init; } = 1;

    public IEnumerable<CatalogObject> All => Objects.Values;

    public CatalogObject? Find(int id) => Objects.GetValueOrDefault(id);

    public CatalogObject? Find(NameSpace space, QualifiedName name) => Names.TryGetValue((space, name), out var id) ? Objects[id] : null;

    public CatalogState Add(CatalogObject added, out int id)
    {
        id = NextId;
        return this with
        {
            NextId = id + 1,
            Objects = Objects.Add(id, added with { Id = id }),
            Names = Names.SetItem((added.NameSpace, added.Name), id),
        };
    }

    /// <summary>Puts a new version in the place of an object, under its new name if that has changed.</summary>
    public CatalogState Replace(CatalogObject changed)
    {
        var old = Objects[changed.Id];
        var names = old.Name == changed.Name
            ? Names
            : Names.Remove((old.NameSpace, old.Name)).SetItem((changed.NameSpace, changed.Name), changed.Id);
        return this with { Objects = Objects.SetItem(changed.Id, changed), Names = names };
    }

    public CatalogState Remove(CatalogObject gone) =>
        this with { Objects = Objects.Remove(gone.Id), Names = Names.Remove((gone.NameSpace, gone.Name)) };
}
