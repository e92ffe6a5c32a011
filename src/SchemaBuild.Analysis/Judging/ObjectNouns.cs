using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Judging;

internal static class ObjectNouns
{
    /// <summary>What an object is, with its article, before its name.</summary>
    public static string Of(CatalogObject item) => item switch
    {
        Relation { Kind: RelationKind.View } => "the view",
        Relation { Kind: RelationKind.MaterializedView } => "the materialized view",
        Relation { Kind: RelationKind.ForeignTable } => "the foreign table",
        Relation { Kind: RelationKind.CompositeType } or UserType and not Domain => "the type",
        Relation => "the table",
        Domain => "the domain",
        Sequence => "the sequence",
        Function { Result: null } => "the procedure",
        Function => "the function",
        Catalog.Index => "the index",
        Trigger => "the trigger",
        Policy => "the policy",
        RewriteRule => "the rule",
        Schema => "the schema",
        _ => "the object",
    };

    /// <summary>The SQLSTATE of a statement that names one that is not there.</summary>
    public static string MissingState(CatalogObject item) => item switch
    {
        Relation { Kind: not RelationKind.CompositeType } or Sequence => "42P01",
        Function => "42883",
        Schema => "3F000",
        _ => "42704",
    };
}
