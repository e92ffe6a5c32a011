using System.Buffers;
using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.MSBuild.Application;

/// <summary>Finds what the code names in the schema as it is after the last migration. Without a schema, a name is looked for in all of them.</summary>
internal sealed class SchemaNames
{
    private readonly Dictionary<QualifiedName, LivingRelation> _living;
    private readonly ILookup<string, LivingRelation> _livingByName;
    private readonly ILookup<string, RemovedTable> _tables;
    private readonly ILookup<(QualifiedName, string), RemovedColumn> _columns;
    private readonly ILookup<string, RemovedColumn> _columnsByName;
    private readonly ILookup<QualifiedName, RequiredColumn> _required;
    private readonly HashSet<string> _livingColumns;
    private readonly SearchValues<string> _words;

    public SchemaNames(SchemaChanges changes)
    {
        _living = changes.Living.ToDictionary(relation => relation.Name);
        _livingByName = changes.Living.ToLookup(relation => relation.Name.Name);
        _tables = changes.Tables.ToLookup(table => table.Name.Name);
        _columns = changes.Columns.ToLookup(column => (column.Table, column.Name));
        _columnsByName = changes.Columns.ToLookup(column => column.Name);
        _required = changes.Required.ToLookup(column => column.Table);
        _livingColumns = [.. changes.Living.SelectMany(relation => relation.Columns)];
        var names = changes.Tables.Select(table => table.Name.Name).Concat(changes.Columns.Select(column => column.Name)).Concat(changes.Required.Select(column => column.Table.Name)).Distinct().ToArray();
        _words = SearchValues.Create([.. names.Concat(names.Select(name => name.Replace("_", "", StringComparison.Ordinal))).Where(word => word.Length > 0).Distinct()], StringComparison.OrdinalIgnoreCase);
        Changes = changes;
    }

    public SchemaChanges Changes { get; }

    /// <summary>True if a text holds one of the names that matter, with or without underscores: a quick look before a long one.</summary>
    public bool AreIn(ReadOnlySpan<char> text) => text.ContainsAny(_words);

    /// <summary>The table that is gone under this name; null if something of that name exists, or never did.</summary>
    public RemovedTable? RemovedTable(string schema, string name)
    {
        if (schema.Length > 0) return _tables[name].FirstOrDefault(table => table.Name.Schema == schema);
        return _livingByName.Contains(name) ? null : _tables[name].FirstOrDefault();
    }

    /// <summary>Null if there is none, or several.</summary>
    public LivingRelation? Living(string schema, string name)
    {
        if (schema.Length > 0) return _living.GetValueOrDefault(new QualifiedName(schema, name));
        using var found = _livingByName[name].GetEnumerator();
        return found.MoveNext() && found.Current is var only && !found.MoveNext() ? only : null;
    }

    public RemovedColumn? RemovedColumn(LivingRelation table, string name) => _columns[(table.Name, name)].FirstOrDefault();

    /// <summary>The column that is gone under this name, of whatever table; null if another one of that name exists.</summary>
    public RemovedColumn? RemovedColumn(string name) => _livingColumns.Contains(name) ? null : _columnsByName[name].FirstOrDefault();

    public IEnumerable<RequiredColumn> Required(LivingRelation table) => _required[table.Name];
}
