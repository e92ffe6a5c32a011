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
    /// <summary>Collects it file by file.</summary>
    internal sealed class Builder
    {
        private readonly List<MigrationFile> _linted = [];
        private readonly List<HistoryChange> _changes = [];

        public void Add(ReplayedFile file)
        {
            foreach (var statement in file.Statements)
            {
                if (statement.Effects.Touched.Count == 0) continue;
                var place = StatementPlace.Of(statement.Statement);
                void Note(Relation table, Constraint? constraint, Catalog.Index? index, bool isAdded)
                {
                    if (table.Persistence != Persistence.Temporary)
                        _changes.Add(new HistoryChange(place, _linted.Count, statement.Transaction, isAdded, table.Id) { Constraint = constraint, Index = index });
                }

                foreach (var (table, constraint) in statement.CatalogChanges.NewConstraints) Note(table, constraint, null, isAdded: true);
                foreach (var (table, constraint) in statement.CatalogChanges.DroppedConstraints) Note(table, constraint, null, isAdded: false);
                foreach (var (table, index) in statement.CatalogChanges.AddedIndexes) Note(table, null, index, isAdded: true);
                foreach (var (table, index) in statement.CatalogChanges.DroppedIndexes) Note(table, null, index, isAdded: false);
            }

            _linted.Add(file.File);
        }

        public MigrationHistory End(IReadOnlyList<MigrationFile> migrations, IReadOnlyList<MigrationFile> rollbacks, CatalogState catalog) =>
            new(migrations, rollbacks, _linted, _changes, catalog);
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
}
