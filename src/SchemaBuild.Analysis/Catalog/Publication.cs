using System.Collections.Immutable;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>A publication.</summary>
internal sealed record Publication : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Publication;

    public bool AllTables { get; init; }

    /// <summary>Ids of the tables that it names.</summary>
    public ImmutableArray<int> Tables { get; init; } = [];

    /// <summary>Schemas whose tables it holds.</summary>
    public ImmutableArray<string> Schemas { get; init; } = [];
}

/// <summary>A subscription.</summary>
internal sealed record Subscription : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Subscription;

    /// <summary>Whether there is a replication slot at the publisher.</summary>
    public bool HasSlot { get; init; }

    public bool IsEnabled { get; init; }
}
