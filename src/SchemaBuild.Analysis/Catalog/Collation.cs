namespace SchemaBuild.Analysis.Catalog;

/// <summary>A collation.</summary>
internal sealed record Collation : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Collation;
}
