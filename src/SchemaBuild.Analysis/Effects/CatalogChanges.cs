using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Effects;

/// <summary>What is otherwise in the catalogue after a statement: the difference of the states before and after it, of what it touched.</summary>
internal sealed class CatalogChanges
{
    private readonly CatalogState _before;
    private readonly CatalogState _after;

    public CatalogChanges(HashSet<int> touched, CatalogState before, CatalogState after)
    {
        (_before, _after) = (before, after);
        foreach (var id in touched.Order())
        {
            var (was, now) = (before.Find(id), after.Find(id));
            switch (was ?? now)
            {
                case Relation:
                    AddRelation((Relation?)was, (Relation?)now);
                    break;
                case Index when was is null && now is Index added && TableOf(added) is { } table:
                    AddedIndexes.Add((table, added));
                    break;
                case Index when now is null && was is Index dropped && TableOf(dropped) is { } table:
                    DroppedIndexes.Add((table, dropped));
                    break;
            }
        }
    }

    /// <summary>Relations that were there and still are. One that nobody has shown was empty of all that is known.</summary>
    public List<(Relation Before, Relation After)> Altered { get; } = [];

    public List<Relation> Created { get; } = [];

    public List<Relation> Removed { get; } = [];

    public List<(Relation Table, Index Index)> AddedIndexes { get; } = [];

    /// <summary>The tables are as they were before.</summary>
    public List<(Relation Table, Index Index)> DroppedIndexes { get; } = [];

    // Every rule asks, so each list is made once.

    public List<(Relation Table, Column Column)> AddedColumns => field ??= ColumnsWithout(pair => pair.After, pair => pair.Before);

    public List<(Relation Table, Column Column)> DroppedColumns => field ??= ColumnsWithout(pair => pair.Before, pair => pair.After);

    /// <summary>Columns that were there and still are, but otherwise.</summary>
    public List<(Relation Table, Column Before, Column After)> AlteredColumns => field ??= OtherColumns();

    /// <summary>Of tables that were there before; the tables are as they are afterwards.</summary>
    public List<(Relation Table, Constraint Constraint)> AddedConstraints => field ??= ConstraintsWithout(pair => pair.After, pair => pair.Before);

    /// <summary>Of tables that stay; the tables are as they were before.</summary>
    public List<(Relation Table, Constraint Constraint)> DroppedConstraints => field ??= ConstraintsWithout(pair => pair.Before, pair => pair.After);

    /// <summary>Of any table, also one that the statement makes.</summary>
    public List<(Relation Table, Constraint Constraint)> NewConstraints => field ??=
        [.. AddedConstraints, .. Created.SelectMany(table => table.Constraints.Select(constraint => (table, constraint)))];

    /// <summary>The relation after the statement, or before it if it is gone.</summary>
    public Relation? Find(int relation) => (_after.Find(relation) ?? _before.Find(relation)) as Relation;

    private List<(Relation Table, Column Before, Column After)> OtherColumns()
    {
        var found = new List<(Relation, Column, Column)>();
        foreach (var (table, now) in Altered)
        {
            if (table.Columns == now.Columns) continue;
            foreach (var before in table.Columns)
                if (now.FindColumn(before.Number) is { } after && !ReferenceEquals(before, after) && before != after) found.Add((table, before, after));
        }

        return found;
    }

    private List<(Relation Table, Column Column)> ColumnsWithout(Func<(Relation Before, Relation After), Relation> having, Func<(Relation Before, Relation After), Relation> other)
    {
        var found = new List<(Relation, Column)>();
        foreach (var pair in Altered)
        {
            var (table, without) = (having(pair), other(pair));
            if (table.Columns == without.Columns) continue;
            foreach (var column in table.Columns)
                if (without.FindColumn(column.Number) is null) found.Add((table, column));
        }

        return found;
    }

    private List<(Relation Table, Constraint Constraint)> ConstraintsWithout(Func<(Relation Before, Relation After), Relation> having, Func<(Relation Before, Relation After), Relation> other)
    {
        var found = new List<(Relation, Constraint)>();
        foreach (var pair in Altered)
        {
            var (table, without) = (having(pair), other(pair));
            if (table.Constraints == without.Constraints) continue;
            foreach (var constraint in table.Constraints)
                if (!without.Constraints.Any(own => IsSame(own, constraint))) found.Add((table, constraint));
        }

        return found;
    }

    /// <summary>A renamed constraint keeps what it is about.</summary>
    private static bool IsSame(Constraint one, Constraint other) =>
        one.Name == other.Name || (one.Kind == other.Kind && one.Index == other.Index && one.CreatedBy == other.CreatedBy && one.Referenced == other.Referenced
            && ReferenceEquals(one.Expression, other.Expression) && one.Columns.SequenceEqual(other.Columns));

    private Relation? TableOf(Index index) => (_before.Find(index.Table) ?? _after.Find(index.Table)) as Relation;

    private void AddRelation(Relation? before, Relation? after)
    {
        if (before is null && after is { IsAssumed: true }) before = after with { Columns = [], Constraints = [], Indexes = [] };
        switch (before, after)
        {
            case (null, { } created):
                Created.Add(created);
                break;
            case ({ } removed, null):
                Removed.Add(removed);
                break;
            case ({ } was, { } now) when !ReferenceEquals(was, now):
                Altered.Add((was, now));
                break;
        }
    }
}
