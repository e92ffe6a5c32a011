namespace SchemaBuild.Analysis.Catalog;

/// <summary>Extended statistics.</summary>
internal sealed record Statistics : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Statistics;

    /// <summary>Id of the table.</summary>
    public required int Table { get; init; }

    public override IEnumerable<int> BuildsOn => base.BuildsOn.Append(Table);

    public override bool BuildsOnTheSameAs(CatalogObject old) => base.BuildsOnTheSameAs(old) && Table == ((Statistics)old).Table;
}
