using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Whether the names that running code may use still mean something.</summary>
internal static class Names
{
    /// <summary>False for what the same file has made, and for what no application names.</summary>
    public static bool IsUsed(AnalyzedStatement statement, CatalogObject item) => item switch
    {
        Relation relation => !statement.IsOfFile(relation),
        Catalog.Index or Statistics or Trigger or RewriteRule or Publication or Subscription or Collation => false,
        Function { Result: { IsBuiltIn: true, Name.Name: "trigger" or "event_trigger" } } => false,
        _ => !statement.IsOfFile(item.CreatedBy),
    };

    /// <summary>True if something has the old name at that time.</summary>
    public static bool IsServed(CatalogObject old, CatalogState catalog) => old switch
    {
        Function function => catalog.FindFunctions(function.Name).Any(other => other.Accepts(function.Arguments.Length)),
        UserType or Relation { Kind: RelationKind.CompositeType } => catalog.Find(NameSpace.Type, old.Name) is not null || catalog.Find(NameSpace.Relation, old.Name) is not null,
        _ => catalog.Find(old.NameSpace, old.Key) is not null,
    };

    /// <summary>A noun phrase that begins a sentence.</summary>
    public static string Noun(CatalogObject item) => ObjectNouns.Of(item) is var noun ? char.ToUpperInvariant(noun[0]) + noun[1..] : "";

    /// <summary>A view that has the old name, through which old code reads and writes.</summary>
    public static Remedy ThroughView(AnalyzedStatement statement, Relation old, CatalogObject now)
    {
        var options = statement.Major >= 15 && old.Kind is RelationKind.Table or RelationKind.PartitionedTable ? " WITH (security_invoker = true)" : "";
        return new Remedy(
            "Leave a view of the old name in the same transaction, through which the running version reads and writes, and drop it in a later release.",
            $"{statement.Statement.Sql};\nCREATE VIEW {old.Name.ToSql()}{options} AS SELECT * FROM {now.Name.ToSql()};");
    }
}
