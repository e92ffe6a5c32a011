namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Tables and views of pg_catalog and information_schema.</summary>
internal sealed class BuiltInRelations(int major)
{
    private static readonly FactTable Table = new("relations");

    public bool Contains(string schema, string name) => Table.FindOne(major, schema, name) is not null;
}
