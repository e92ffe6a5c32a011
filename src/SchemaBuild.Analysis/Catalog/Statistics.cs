namespace SchemaBuild.Analysis.Catalog;

/// <summary>Extended statistics.</summary>
internal sealed record Statistics : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Statistics;

    /// <summary>Id of the table.</summary>
    public required int Table { get; init; }
}
