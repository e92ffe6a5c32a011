namespace SchemaBuild.Analysis.Catalog;

/// <summary>A sequence.</summary>
internal sealed record Sequence : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Relation;

    /// <summary>Id of the table whose column owns it, or null.</summary>
    public int? OwnedBy { get; init; }

    /// <summary>Number of that column.</summary>
    public int OwnedByColumn { get; init; }

    /// <summary>True if it is what an identity column counts with.</summary>
    public bool IsIdentity { get; init; }
}
