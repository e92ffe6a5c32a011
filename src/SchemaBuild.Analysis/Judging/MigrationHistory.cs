using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Judging;

/// <summary>All files, in the order in which they are applied, and what is there in the end.</summary>
/// <param name="Migrations">All migrations, also frozen ones.</param>
/// <param name="Rollbacks">All rollback files.</param>
/// <param name="Linted">Migrations that are not frozen.</param>
/// <param name="Changes">What the linted files do to constraints and indexes, in order.</param>
/// <param name="Catalog">After the last migration.</param>
internal sealed record MigrationHistory(
    IReadOnlyList<MigrationFile> Migrations, IReadOnlyList<MigrationFile> Rollbacks, IReadOnlyList<MigrationFile> Linted, IReadOnlyList<HistoryChange> Changes, CatalogState Catalog)
{
    /// <summary>By id: the linted statement that made an object, in order. What it made may be gone in the end.</summary>
    public required IReadOnlyDictionary<int, StatementPlace> Makers { get; init; }

    /// <summary>By number of the linted file: true if it changes indexes and nothing else.</summary>
    public required IReadOnlyList<bool> ChangesIndexesOnly { get; init; }

    /// <summary>What linted statements made and is there in the end, in the order in which it was made.</summary>
    public IEnumerable<(T Made, StatementPlace Place)> Made<T>()
        where T : CatalogObject
    {
        foreach (var (id, place) in Makers)
            if (Catalog.Find(id) is T { IsAssumed: false } made) yield return (made, place);
    }

    /// <summary>Collects it file by file.</summary>
    internal sealed class Builder
    {
        private readonly List<MigrationFile> _linted = [];
        private readonly List<HistoryChange> _changes = [];
        private readonly OrderedDictionary<int, StatementPlace> _makers = [];
        private readonly List<bool> _changesIndexesOnly = [];

        public void Add(ReplayedFile file)
        {
            foreach (var statement in file.Statements)
            {
                if (statement.Effects.Touched.Count == 0) continue;
                var place = StatementPlace.Of(statement.Statement);
                foreach (var id in statement.Effects.Touched)
                    if (statement.Before.Catalog.Find(id) is null && statement.After.Catalog.Find(id) is { IsAssumed: false }) _makers[id] = place;
                void Note(Relation table, Constraint? constraint, Catalog.Index? index, bool isAdded)
                {
                    if (table.Persistence == Persistence.Temporary) return;
                    var kept = index is null || isAdded ? [] : (statement.After.Catalog.Find(table.Id) as Relation)?.Indexes.Select(statement.After.Catalog.Find).OfType<Catalog.Index>().ToList() ?? [];
                    _changes.Add(new HistoryChange(place, _linted.Count, statement.Transaction, isAdded, table.Id) { Constraint = constraint, Index = index, Kept = kept });
                }

                foreach (var (table, constraint) in statement.CatalogChanges.NewConstraints) Note(table, constraint, null, isAdded: true);
                foreach (var (table, constraint) in statement.CatalogChanges.DroppedConstraints) Note(table, constraint, null, isAdded: false);
                foreach (var (table, index) in statement.CatalogChanges.AddedIndexes) Note(table, null, index, isAdded: true);
                foreach (var (table, index) in statement.CatalogChanges.DroppedIndexes) Note(table, null, index, isAdded: false);
            }

            _changesIndexesOnly.Add(file.Statements.All(statement => statement.CatalogChanges is { Created: [], Removed: [] } changes
                && (changes.AddedIndexes.Count > 0 || changes.DroppedIndexes.Count > 0 || statement.Effects.Touched.Count == 0) && statement.Effects.RowChanges.Count == 0));
            _linted.Add(file.File);
        }

        public MigrationHistory End(IReadOnlyList<MigrationFile> migrations, IReadOnlyList<MigrationFile> rollbacks, CatalogState catalog) =>
            new(migrations, rollbacks, _linted, _changes, catalog) { Makers = _makers, ChangesIndexesOnly = _changesIndexesOnly };
    }
}

/// <summary>A constraint or an index that came or went.</summary>
/// <param name="Place">The statement.</param>
/// <param name="File">How many linted files came before.</param>
/// <param name="Transaction">Number of its transaction.</param>
/// <param name="IsAdded">False if it went.</param>
/// <param name="Table">Id of the table.</param>
internal sealed record HistoryChange(StatementPlace Place, int File, int Transaction, bool IsAdded, int Table)
{
    public Constraint? Constraint { get; init; }

    public Catalog.Index? Index { get; init; }

    /// <summary>The other indexes of the table when one went.</summary>
    public IReadOnlyList<Catalog.Index> Kept { get; init; } = [];
}
