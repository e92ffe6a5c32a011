namespace SchemaBuild.Analysis.Catalog;

/// <summary>An extension; what is in it is unknown.</summary>
internal sealed record Extension : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Extension;
}
