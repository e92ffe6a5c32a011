namespace SchemaBuild.Engine;

/// <summary>What the set and the history say about each other.</summary>
internal sealed class Comparison
{
    public Comparison(MigrationSet migrations, Dictionary<string, HistoryRow> rows)
    {
        var newestApplied = rows.Values.Where(row => row.IsApplied).MaxBy(row => row.Version, MigrationVersion.Comparer);
        foreach (var migration in migrations)
        {
            if (!rows.TryGetValue(migration.Version, out var row) || !row.IsApplied)
            {
                Pending.Add(migration);
                if (newestApplied is not null && MigrationVersion.Comparer.Compare(migration.Version, newestApplied.Version) < 0)
                    OutOfOrder.Add(migration);
                continue;
            }

            switch (row.Compare(migration))
            {
                case ChecksumState.Edited: Edited.Add((migration, row)); break;
                case ChecksumState.Unverified: Unverified++; break;
            }
        }

        // A row whose version is no number is none of our business.
        foreach (var row in rows.Values.Where(row => row.IsApplied && MigrationVersion.IsNumber(row.Version) && migrations.IndexOf(row.Version) < 0))
            (migrations.Count > 0 && MigrationVersion.Comparer.Compare(row.Version, migrations[^1].Version) < 0 ? Missing : Ahead).Add(row);

        NewestApplied = newestApplied;
    }

    /// <summary>In the set, not applied.</summary>
    public List<Migration> Pending { get; } = [];

    /// <summary>Those of them that come before one that is applied.</summary>
    public List<Migration> OutOfOrder { get; } = [];

    /// <summary>Applied with another text.</summary>
    public List<(Migration Migration, HistoryRow Row)> Edited { get; } = [];

    /// <summary>Applied, and not in the set although it has later ones.</summary>
    public List<HistoryRow> Missing { get; } = [];

    /// <summary>Applied, and later than all of the set: a newer version of the application was here.</summary>
    public List<HistoryRow> Ahead { get; } = [];

    /// <summary>How many are applied without a checksum to compare.</summary>
    public int Unverified { get; }

    public HistoryRow? NewestApplied { get; }
}
