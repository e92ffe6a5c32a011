using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What names of columns can mean at one place of a query, nearer places first: PostgreSQL's ParseState with its namespace (parse_relation.c, parse_expr.c).
/// </summary>
internal sealed class QueryScope(QueryScope? outside = null, ImmutableDictionary<string, QueryResult>? named = null)
{
    private readonly List<ScopeItem> _items = [];

    /// <summary>Within the body of a routine any name may be a variable.</summary>
    public static QueryScope Opaque { get; } = new QueryScope().With(new ScopeItem(null, [], KnowsColumns: false) { MayBeAnyTable = true });

    public QueryScope? Outside => outside;

    public IReadOnlyList<ScopeItem> Items => _items;

    /// <summary>Common table expressions that can be seen here.</summary>
    public ImmutableDictionary<string, QueryResult> Named { get; set; } = named ?? outside?.Named ?? ImmutableDictionary<string, QueryResult>.Empty;

    /// <summary>The table of a statement, policy or trigger.</summary>
    public static QueryScope Of(Relation table, params ReadOnlySpan<string> names)
    {
        var scope = new QueryScope();
        foreach (var name in names) scope.With(ScopeItem.Of(table, name));
        return scope;
    }

    public QueryScope With(ScopeItem item)
    {
        _items.Add(item);
        return this;
    }

    /// <summary>Adds what a FROM item brings; a table may be named once.</summary>
    /// <exception cref="RefusedException">42712.</exception>
    public void Add(IEnumerable<ScopeItem> items)
    {
        foreach (var item in items)
        {
            if (item.Name is not null && _items.Exists(item.IsMistakenFor)) throw new RefusedException("42712", $"table name \"{item.Name}\" specified more than once");
            _items.Add(item);
        }
    }

    /// <summary>The column that a reference means; null for something else, such as a whole row, and for what cannot be told.</summary>
    /// <exception cref="RefusedException">42703, 42702 or 42P01.</exception>
    public Column? Find(ColumnRef reference, Execution execution) => reference.Fields switch
    {
        [StringValue name] => FindColumn(name.Sval),
        [StringValue table, StringValue name] => FindColumn(null, table.Sval, name.Sval, execution),
        [StringValue schema, StringValue table, StringValue name] => FindColumn(schema.Sval, table.Sval, name.Sval, execution),
        _ => null,
    };

    /// <summary>Whether a name without a table is that of a column here or further out; null if that cannot be told.</summary>
    public bool? Has(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outside)
        {
            if (scope.FindHere(name) is not null) return true;
            if (scope._items.Exists(item => item is { ShowsColumns: true, KnowsColumns: false })) return null;
        }

        return false;
    }

    /// <summary>The columns of <c>*</c>, or of <c>table.*</c>.</summary>
    /// <exception cref="RefusedException">42P01.</exception>
    public QueryResult Star(ColumnRef reference)
    {
        if (reference.Fields is [A_Star])
        {
            var shown = _items.FindAll(item => item.ShowsColumns);
            return new QueryResult([.. shown.SelectMany(item => item.Columns)], shown.TrueForAll(item => item.KnowsColumns));
        }

        var (schema, table) = reference.Fields is [.., StringValue first, StringValue second, A_Star] ? (first.Sval, second.Sval) : (null, NodeNames.Text(reference.Fields[0]));
        return FindTable(schema, table) is { } found ? new QueryResult(found.Columns, found.KnowsColumns) : QueryResult.Unknown;
    }

    private Column? FindColumn(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outside)
        {
            if (scope.FindHere(name) is { } found) return found;
            if (scope._items.Exists(item => item is { ShowsColumns: true, KnowsColumns: false })) return null;
        }

        // A name may stand for a whole row, too.
        if (AlterTableRun.SystemColumns.Contains(name) || HasTable(name)) return null;
        throw new RefusedException("42703", $"column \"{name}\" does not exist");
    }

    private Column? FindHere(string name)
    {
        Column? found = null;
        foreach (var item in _items)
        {
            if (!item.ShowsColumns) continue;
            foreach (var column in item.Columns)
            {
                if (column.Name != name) continue;
                if (found is not null) throw new RefusedException("42702", $"column reference \"{name}\" is ambiguous");
                found = column;
            }
        }

        return found;
    }

    private Column? FindColumn(string? schema, string table, string name, Execution execution)
    {
        if (FindTable(schema, table) is not { } item) return null;
        foreach (var column in item.Columns)
            if (column.Name == name) return column;
        // t.f is a way to write f(t).
        if (!item.KnowsColumns || AlterTableRun.SystemColumns.Contains(name) || execution.HasFunction(name)) return null;
        throw new RefusedException("42703", $"column {table}.{name} does not exist");
    }

    private ScopeItem? FindTable(string? schema, string table)
    {
        for (var scope = this; scope is not null; scope = scope.Outside)
        {
            foreach (var item in scope._items)
            {
                if (item.Name == table && (schema is null || item.Schema == schema)) return item;
                if (item.MayBeAnyTable) return null;
            }
        }

        throw new RefusedException("42P01", $"missing FROM-clause entry for table \"{table}\"");
    }

    private bool HasTable(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outside)
            if (scope._items.Exists(item => item.Name == name)) return true;
        return false;
    }
}

/// <summary>One thing whose columns can be named.</summary>
/// <param name="Name">Its name or alias; null if it can only be seen through its columns.</param>
/// <param name="Columns">As far as they are known.</param>
/// <param name="KnowsColumns">False if it may have others.</param>
internal sealed record ScopeItem(string? Name, ImmutableArray<Column> Columns, bool KnowsColumns)
{
    /// <summary>Of a table without an alias.</summary>
    public string? Schema { get; init; }

    /// <summary>The table that it is; null for anything else.</summary>
    public Relation? Table { get; init; }

    /// <summary>Whether its columns can be named without it.</summary>
    public bool ShowsColumns { get; init; } = true;

    /// <summary>True for the variables of a routine, among which may be rows of any name.</summary>
    public bool MayBeAnyTable { get; init; }

    public static ScopeItem Of(Relation table, string name) => new(name, table.Columns, table.KnowsColumns);

    /// <summary>Two tables of one name in different schemas can be told apart.</summary>
    public bool IsMistakenFor(ScopeItem other) => Name == other.Name && (Schema is null || other.Schema is null || Schema == other.Schema);
}

/// <summary>The columns of what a query gives.</summary>
/// <param name="Columns">Named as FigureColname does; a type that is not plain to see is left empty.</param>
/// <param name="IsKnown">False if it may have others.</param>
internal sealed record QueryResult(ImmutableArray<Column> Columns, bool IsKnown)
{
    public static QueryResult Unknown { get; } = new([], false);

    /// <summary>The columns with the names that the statement gives them, as far as it does.</summary>
    public QueryResult Renamed(IReadOnlyList<Node> names) =>
        names.Count == 0 ? this
        : this with { Columns = [.. Columns.Select((column, i) => i < names.Count ? column with { Name = Identifier.Truncate(NodeNames.Text(names[i])) } : column)] };

    /// <summary>A table or a view has no two columns of one name.</summary>
    /// <exception cref="RefusedException">42701.</exception>
    public void DemandDistinct()
    {
        var seen = new HashSet<string>();
        foreach (var column in Columns)
            if (!seen.Add(column.Name)) throw new RefusedException("42701", $"column \"{column.Name}\" specified more than once");
    }
}
