using System.Collections.Concurrent;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Tables and views of pg_catalog and information_schema.</summary>
internal sealed class BuiltInRelations(int major)
{
    private static readonly FactTable Table = new("relations");

    private readonly ConcurrentDictionary<(string Schema, string Name), bool> _found = new();

    public bool Contains(string schema, string name) => _found.GetOrAdd((schema, name), static (key, major) => Table.Find(major, key.Schema, key.Name).Any(), major);
}
