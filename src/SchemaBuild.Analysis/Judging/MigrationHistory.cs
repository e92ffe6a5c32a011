using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
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

    /// <summary>For each transaction with statements that stop the use of several tables: in which order.</summary>
    public IReadOnlyList<LockOrder> LockOrders { get; init; } = [];

    /// <summary>Which of the linted files do more than <see cref="Changes"/> says.</summary>
    public IReadOnlySet<int> FilesThatDoMore { get; init; } = new HashSet<int>();

    /// <summary>Collects it file by file.</summary>
    internal sealed class Builder
    {
        private readonly List<MigrationFile> _linted = [];
        private readonly List<HistoryChange> _changes = [];
        private readonly OrderedDictionary<int, StatementPlace> _makers = [];
        private readonly List<bool> _changesIndexesOnly = [];
        private readonly List<LockOrder> _lockOrders = [];
        private readonly HashSet<int> _doMore = [];

        public void Add(ReplayedFile file)
        {
            AddLocks(file);
            foreach (var statement in file.Statements)
            {
                if (statement.Effects.Touched.Count == 0)
                {
                    if (statement.Kind is not ("SET" or "RESET")) _doMore.Add(_linted.Count);
                    continue;
                }

                var place = StatementPlace.Of(statement.Statement);
                foreach (var id in statement.Effects.Touched)
                    if (statement.Before.Catalog.Find(id) is null && statement.After.Catalog.Find(id) is { IsAssumed: false }) _makers[id] = place;
                var before = _changes.Count;
                void Note(Relation table, Constraint? constraint, Catalog.Index? index, bool isAdded, Column? column = null)
                {
                    if (table.Persistence == Persistence.Temporary) return;
                    var kept = index is null || isAdded ? [] : (statement.After.Catalog.Find(table.Id) as Relation)?.Indexes.Select(statement.After.Catalog.Find).OfType<Catalog.Index>().ToList() ?? [];
                    _changes.Add(new HistoryChange(place, _linted.Count, statement.Transaction, isAdded, table.Id) { Constraint = constraint, Index = index, Kept = kept, Column = column, TableName = table.Name });
                }

                foreach (var (table, constraint) in statement.CatalogChanges.NewConstraints) Note(table, constraint, null, isAdded: true);
                foreach (var (table, constraint) in statement.CatalogChanges.DroppedConstraints) Note(table, constraint, null, isAdded: false);
                foreach (var (table, index) in statement.CatalogChanges.AddedIndexes) Note(table, null, index, isAdded: true);
                foreach (var (table, index) in statement.CatalogChanges.DroppedIndexes) Note(table, null, index, isAdded: false);
                foreach (var (table, column) in statement.CatalogChanges.AddedColumns) Note(table, null, null, isAdded: true, column);
                foreach (var (table, column) in statement.CatalogChanges.DroppedColumns) Note(table, null, null, isAdded: false, column);
                foreach (var table in statement.CatalogChanges.Created) Note(table, null, null, isAdded: true);
                foreach (var table in statement.CatalogChanges.Removed) Note(table, null, null, isAdded: false);
                if (_changes.Count == before || statement.CatalogChanges.AlteredColumns.Count > 0) _doMore.Add(_linted.Count);
            }

            _changesIndexesOnly.Add(file.Statements.All(statement => statement.CatalogChanges is { Created: [], Removed: [] } changes
                && (changes.AddedIndexes.Count > 0 || changes.DroppedIndexes.Count > 0 || statement.Effects.Touched.Count == 0) && statement.Effects.RowChanges.Count == 0));
            _linted.Add(file.File);
        }

        public MigrationHistory End(IReadOnlyList<MigrationFile> migrations, IReadOnlyList<MigrationFile> rollbacks, CatalogState catalog) =>
            new(migrations, rollbacks, _linted, _changes, catalog) { Makers = _makers, ChangesIndexesOnly = _changesIndexesOnly, LockOrders = _lockOrders, FilesThatDoMore = _doMore };

        private void AddLocks(ReplayedFile file)
        {
            foreach (var transaction in file.Transactions)
            {
                var tables = new List<LockedTable>();
                foreach (var statement in transaction)
                {
                    // What else one statement locks, such as the table that a foreign key refers to, is in an order that nobody chooses.
                    if (statement.StrongLocks is not [{ Mode: LockMode.AccessExclusive } locked, ..] || HeldLocks.IsDropped(statement, locked.Relation)) continue;
                    var root = HeldLocks.RootOf(locked.Relation, statement);
                    if (!tables.Exists(table => table.Id == root.Id)) tables.Add(new LockedTable(root.Id, root.Name, StatementPlace.Of(statement.Statement)));
                }

                if (tables.Count > 1) _lockOrders.Add(new LockOrder(tables));
            }
        }
    }
}

/// <param name="Tables">In the order in which they are locked.</param>
internal sealed record LockOrder(IReadOnlyList<LockedTable> Tables);

/// <param name="Id">The table's, or that of the table that it is a partition of.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">The statement that locks it first.</param>
internal sealed record LockedTable(int Id, QualifiedName Name, StatementPlace By);

/// <summary>A constraint, an index, a column or, if none of them is set, a whole table that came or went.</summary>
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

    public Column? Column { get; init; }

    public required QualifiedName TableName { get; init; }

    /// <summary>The same for the coming and the going of one thing.</summary>
    public string Key => Index is not null ? $"index {Index.Id}" : Constraint is not null ? $"constraint {Table} {Constraint.Name}" : Column is not null ? $"column {Table} {Column.Number}" : $"table {Table}";

    public bool IsTable => Index is null && Constraint is null && Column is null;
}
