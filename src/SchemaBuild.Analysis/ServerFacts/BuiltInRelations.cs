namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Tables and views of pg_catalog and information_schema.</summary>
internal sealed class BuiltInRelations(int major)
{
    private static readonly FactTable Table = new("relations");

    // Asked for every name that no migration explains.
    private readonly FactCache<bool> _inCatalog = new(name => Table.FindOne(major, "pg_catalog", name) is not null);

    public bool Contains(string schema, string name) => schema == "pg_catalog" ? _inCatalog[name] : Table.FindOne(major, schema, name) is not null;
}
