using System.Collections.Immutable;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>Everything that exists at one moment. Immutable, so a transaction rolls back by keeping the state from before.</summary>
internal sealed record CatalogState
{
    public static CatalogState Empty { get; } = new();

    private ObjectTable Objects { get; init; }

    /// <summary>
    /// The object that was changed last, in front of what <see cref="Objects"/> has of it: a statement changes one object many times on end, and only the last
    /// version is worth a place in the table.
    /// </summary>
    private CatalogObject? Latest { get; init; }

    private ImmutableDictionary<(NameSpace, QualifiedName), int> Names { get; init; } = ImmutableDictionary<(NameSpace, QualifiedName), int>.Empty;

    /// <summary>Functions of one name with different arguments.</summary>
    private ImmutableDictionary<QualifiedName, ImmutableArray<int>> Overloads { get; init; } = ImmutableDictionary<QualifiedName, ImmutableArray<int>>.Empty;

    /// <summary>By id: ids of what <see cref="CatalogObject.BuildsOn"/> it.</summary>
    private ImmutableDictionary<int, ImmutableArray<int>> Users { get; init; } = ImmutableDictionary<int, ImmutableArray<int>>.Empty;

    /// <summary>All types that anything has ever been made of, built-in ones aside.</summary>
    private ImmutableHashSet<QualifiedName> UsedTypes { get; init; } = [];

    /// <summary>False if nothing temporary was ever made, so that nobody need look for it.</summary>
    public bool HasTemporary { get; private init; }

    /// <summary>True if an extension was ever created.</summary>
    public bool HasExtensions { get; private init; }

    /// <summary>True if an operator or a cast was ever created, so that what is built in does not tell alone what fits together.</summary>
    public bool HasOwnOperators { get; init; }

    private ImmutableArray<int> PublicationIds { get; init; } = [];

    private int NextId { get; init; } = 1;

    /// <summary>True if a dump of the schema was loaded, so that what is not here does not exist.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Schemas that a GRANT or REVOKE of CREATE to PUBLIC was about.</summary>
    private ImmutableDictionary<string, bool> CreateToPublic { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Whether every role may create objects in a schema; before PostgreSQL 15 that is so in public.</summary>
    public bool IsOpenToPublic(string schema, int major) => CreateToPublic.TryGetValue(schema, out var isOpen) ? isOpen : schema == "public" && major < 15;

    public CatalogState OpenToPublic(string schema, bool isOpen) => this with { CreateToPublic = CreateToPublic.SetItem(schema, isOpen) };

    /// <summary>In the order in which they were created.</summary>
    public IEnumerable<CatalogObject> All => (Latest is null ? Objects : Objects.With(Latest.Id, Latest)).Values;

    public IEnumerable<Publication> Publications => PublicationIds.IsEmpty ? [] : PublicationIds.Select(id => (Publication)Find(id)!);

    public CatalogObject? Find(int id) => Latest?.Id == id ? Latest : Objects[id];

    /// <summary>All functions of this name.</summary>
    public IEnumerable<Function> FindFunctions(QualifiedName name) => Overloads.TryGetValue(name, out var ids) ? ids.Select(id => (Function)Find(id)!) : [];

    /// <param name="space">Where to look.</param>
    /// <param name="name">A <see cref="CatalogObject.Key"/>.</param>
    public CatalogObject? Find(NameSpace space, QualifiedName name) => Names.TryGetValue((space, name), out var id) ? Find(id) : null;

    /// <summary>What depends on an object or a column of it, or belongs to it, in the order in which it was created.</summary>
    public IEnumerable<CatalogObject> UsersOf(int id) => Users.TryGetValue(id, out var users) ? users.Order().Select(user => Find(user)!) : [];

    /// <summary>Whatever has a column, an argument, a result or a base of a type (by the name of its elements, if it is an array), in the order in which it was created.</summary>
    public IEnumerable<CatalogObject> UsersOfType(QualifiedName type) => UsedTypes.Contains(type) ? All.Where(item => item.IsMadeOf(type)) : [];

    public CatalogState Add(CatalogObject added, out int id)
    {
        id = NextId;
        added = added with { Id = id };
        return this with
        {
            Objects = ObjectsBut(id),
            Latest = added,
            NextId = id + 1,
            Names = Names.SetItem((added.NameSpace, added.Key), id),
            Overloads = added is Function ? Overloads.SetItem(added.Name, [.. Overloads.GetValueOrDefault(added.Name, []), id]) : Overloads,
            Users = Link(Users, added),
            UsedTypes = UsedTypes.Union(added.MadeOf),
            HasTemporary = HasTemporary || added.Name.Schema == "pg_temp",
            HasExtensions = HasExtensions || added is Extension,
            PublicationIds = added is Publication ? PublicationIds.Add(id) : PublicationIds,
        };
    }

    /// <summary>Puts a new version in the place of an object, under its new name if that has changed.</summary>
    public CatalogState Replace(CatalogObject changed)
    {
        var old = Find(changed.Id)!;
        var state = this with
        {
            Objects = ObjectsBut(changed.Id),
            Latest = changed,
            Users = changed.BuildsOnTheSameAs(old) ? Users : Link(Unlink(old), changed),
            UsedTypes = changed.IsMadeOfTheSameAs(old) ? UsedTypes : UsedTypes.Union(changed.MadeOf),
        };
        if (old.Key == changed.Key) return state;
        return state with
        {
            HasTemporary = HasTemporary || changed.Name.Schema == "pg_temp",
            Names = Names.Remove((old.NameSpace, old.Key)).SetItem((changed.NameSpace, changed.Key), changed.Id),
            Overloads = changed is Function
                ? WithoutOverload(old).SetItem(changed.Name, [.. WithoutOverload(old).GetValueOrDefault(changed.Name, []), changed.Id])
                : Overloads,
        };
    }

    public CatalogState Remove(CatalogObject gone)
    {
        if (Find(gone.Id) is not { } last) return this;
        return this with
        {
            Objects = ObjectsBut(gone.Id).With(gone.Id, null),
            Latest = null,
            Names = Names.Remove((last.NameSpace, last.Key)),
            Overloads = last is Function ? WithoutOverload(last) : Overloads,
            Users = Unlink(last),
            PublicationIds = last is Publication ? PublicationIds.Remove(last.Id) : PublicationIds,
        };
    }

    /// <summary>What is in its place, but for the one whose place another version is going to take.</summary>
    private ObjectTable ObjectsBut(int id) => Latest is null || Latest.Id == id ? Objects : Objects.With(Latest.Id, Latest);

    private static ImmutableDictionary<int, ImmutableArray<int>> Link(ImmutableDictionary<int, ImmutableArray<int>> users, CatalogObject item)
    {
        foreach (var used in item.BuildsOn.Distinct()) users = users.SetItem(used, users.GetValueOrDefault(used, []).Add(item.Id));
        return users;
    }

    private ImmutableDictionary<int, ImmutableArray<int>> Unlink(CatalogObject item)
    {
        var users = Users;
        foreach (var used in item.BuildsOn.Distinct()) users = users.SetItem(used, users[used].Remove(item.Id));
        return users;
    }

    private ImmutableDictionary<QualifiedName, ImmutableArray<int>> WithoutOverload(CatalogObject function) =>
        Overloads.SetItem(function.Name, Overloads.GetValueOrDefault(function.Name, []).Remove(function.Id));
}
