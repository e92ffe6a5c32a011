using System.Text;

namespace SchemaBuild.MSBuild.Application;

/// <summary>How the classes of a compilation are mapped to tables, by attributes, fluent calls and EF Core's conventions, and what of that does not fit any more.</summary>
internal sealed class ApplicationModel
{
    private readonly IReadOnlyList<CodeFile> _files;
    private readonly SchemaNames _names;
    private readonly bool _usesSnakeCase;
    private readonly ILookup<string, (CodeFile File, EntityClass Class)> _classes;
    private readonly ILookup<string, FluentName> _fluent;
    private readonly HashSet<string> _bases;
    private readonly List<(CodeFile, UseOfSchema)> _uses = [];

    private ApplicationModel(IReadOnlyList<CodeFile> files, SchemaNames names)
    {
        (_files, _names) = (files, names);
        _usesSnakeCase = files.Any(file => file.UsesSnakeCase);
        _classes = files.SelectMany(file => file.Classes.Select(one => (file, one))).ToLookup(pair => pair.one.Name);
        _fluent = files.SelectMany(file => file.FluentNames).Where(name => name.Entity is not null).ToLookup(name => name.Entity!);
        _bases = [.. files.SelectMany(file => file.Classes).SelectMany(one => one.Bases)];
    }

    public static IEnumerable<(CodeFile File, UseOfSchema Use)> UsesIn(IReadOnlyList<CodeFile> files, SchemaNames names)
    {
        var model = new ApplicationModel(files, names);
        model.JudgeFluentNames();
        model.JudgeSets();
        model.JudgeOrdinals();
        foreach (var (file, entity) in model._classes.SelectMany(pair => pair)) model.JudgeClass(file, entity);
        return model._uses;
    }

    private void JudgeFluentNames()
    {
        foreach (var file in _files)
        {
            foreach (var name in file.FluentNames)
            {
                if (name.Kind == FluentKind.Table && _names.RemovedTable(name.Schema, name.Name) is { } table) _uses.Add((file, new UseOfTable(table, name.Span)));
                if (name.Kind == FluentKind.Column && RemovedColumn(name.Entity is null ? [] : TablesOf(name.Entity), name.Name) is { } column) _uses.Add((file, new UseOfColumn(column, name.Span)));
            }
        }
    }

    /// <summary>A set without any other name for its table has that of the property.</summary>
    private void JudgeSets()
    {
        foreach (var file in _files)
            foreach (var set in file.Sets)
                if (NamedTables(set.Class).Count == 0 && _names.RemovedTable("", ByConvention(set.Name)) is { } table) _uses.Add((file, new UseOfTable(table, set.Span)));
    }

    private void JudgeOrdinals()
    {
        foreach (var file in _files)
            foreach (var (name, span) in file.Ordinals)
                if (_names.RemovedColumn(name) is { } column && !file.Texts.Any(text => text.With(" ").Contains(name, StringComparison.OrdinalIgnoreCase) && text.Span != span)) _uses.Add((file, new UseOfColumn(column, span)));
    }

    private void JudgeClass(CodeFile file, EntityClass entity)
    {
        if (entity.Table is { } table && _names.RemovedTable(table.Schema, table.Name) is { } removed) _uses.Add((file, new UseOfTable(removed, table.Span)));

        var tables = TablesOf(entity.Name);
        foreach (var property in entity.Properties.Where(property => property.IsMapped && !IsIgnored(entity, property)))
        {
            if (property.Column is { } column)
            {
                if (RemovedColumn(tables, column.Name) is { } gone) _uses.Add((file, new UseOfColumn(gone, column.Span)));
            }
            else if (tables.Count > 0 && !_fluent[entity.Name].Any(name => name.Kind == FluentKind.Column && name.Property == property.Name)
                && RemovedColumn(tables, ByConvention(property.Name)) is { } gone)
            {
                _uses.Add((file, new UseOfColumn(gone, property.Span)));
            }
        }

        JudgeOmissions(file, entity, tables);
    }

    /// <summary>A column that must be given, and that no property of the class can be.</summary>
    private void JudgeOmissions(CodeFile file, EntityClass entity, List<LivingRelation> tables)
    {
        // Who derives from it may have the column, and who only reads needs none.
        if (tables is not [var table] || entity.IsReadOnly || entity.IsAbstract || _bases.Contains(entity.Name) || _fluent[entity.Name].Any(name => name.Kind == FluentKind.ReadOnly)) return;
        if (_classes[entity.Name].Count() > 1 || Lineage(entity, []) is not { } properties) return;
        foreach (var required in _names.Required(table))
        {
            var wanted = Plain(required.Name);
            var isMapped = properties.Any(property => property.IsMapped
                    && (property.Column?.Name == required.Name || Plain(property.Name) == wanted
                        // The key of what a navigation points to, and the parts of a complex value.
                        || wanted.StartsWith(Plain(property.Name), StringComparison.Ordinal)))
                || wanted == "discriminator"
                || _files.Any(code => code.FluentNames.Any(name => name.Kind is FluentKind.Column or FluentKind.Shadow && Plain(name.Name) == wanted));
            if (!isMapped) _uses.Add((file, new OmissionOfColumn(required, entity.Name, entity.Span)));
        }
    }

    /// <summary>Its properties with those of its bases; null if a base is not of this compilation, unless it is an interface.</summary>
    private List<EntityProperty>? Lineage(EntityClass entity, HashSet<string> seen)
    {
        var properties = entity.Properties.ToList();
        foreach (var name in entity.Bases)
        {
            if (name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1])) continue;
            if (!seen.Add(name) || _classes[name].ToList() is not [var only] || Lineage(only.Class, seen) is not { } inherited) return null;
            properties.AddRange(inherited);
        }

        return properties;
    }

    /// <summary>The table that a name is surely of; where the tables are not known, a column that no table has.</summary>
    private RemovedColumn? RemovedColumn(List<LivingRelation> tables, string name)
    {
        if (tables.Count == 0) return _names.RemovedColumn(name);
        RemovedColumn? removed = null;
        foreach (var table in tables)
        {
            if (_names.RemovedColumn(table, name) is not { } gone) return null;
            removed = gone;
        }

        return removed;
    }

    /// <summary>The tables of a class that exist; none if it has none, or if that is not plain.</summary>
    private List<LivingRelation> TablesOf(string entity)
    {
        var named = NamedTables(entity);
        if (named.Count == 0) named = [.. _files.SelectMany(file => file.Sets).Where(set => set.Class == entity).Select(set => ("", ByConvention(set.Name))).Distinct()];
        var living = named.Select(name => _names.Living(name.Item1, name.Item2)).ToList();
        return living.Contains(null) ? [] : [.. living.OfType<LivingRelation>()];
    }

    private List<(string Schema, string Name)> NamedTables(string entity) =>
    [
        .. _fluent[entity].Where(name => name.Kind == FluentKind.Table).Select(name => (name.Schema, name.Name))
            .Concat(_classes[entity].Select(pair => pair.Class.Table).OfType<AttributeName>().Select(table => (table.Schema, table.Name))).Distinct(),
    ];

    private bool IsIgnored(EntityClass entity, EntityProperty property) => _fluent[entity.Name].Any(name => name.Kind == FluentKind.Ignored && name.Name == property.Name);

    private string ByConvention(string name) => _usesSnakeCase ? SnakeCase(name) : name;

    /// <summary>A name without what conventions change in it.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>As EFCore.NamingConventions does it.</summary>
    private static string SnakeCase(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && name[i - 1] != '_' && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) result.Append('_');
            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
