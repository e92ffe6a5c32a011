using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SchemaBuild;

/// <summary>Every migration of an application, in the order in which they run: ascending by the number that the version is.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A set of migrations is what it is.")]
public sealed class MigrationSet : IReadOnlyList<Migration>
{
    private readonly Migration[] _migrations;

    /// <summary>Takes migrations in any order.</summary>
    /// <exception cref="ArgumentException">Two of them have one version (<c>001</c> and <c>1</c> are one).</exception>
    public MigrationSet(IEnumerable<Migration> migrations)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        _migrations = [.. migrations.OrderBy(migration => migration.Version, MigrationVersion.Comparer)];
        for (var i = 1; i < _migrations.Length; i++)
            if (MigrationVersion.Comparer.Equals(_migrations[i - 1].Version, _migrations[i].Version))
                throw new ArgumentException($"{_migrations[i - 1].FileName} and {_migrations[i].FileName} have one version.", nameof(migrations));
    }

    /// <summary>The oldest server, 14 to 18, that the migrations were checked for; null when that is not known.</summary>
    public int? PostgresVersion { get; init; }

    /// <inheritdoc/>
    public int Count => _migrations.Length;

    /// <inheritdoc/>
    public Migration this[int index] => _migrations[index];

    /// <summary>The migration of a version, compared by number; null when there is none.</summary>
    public Migration? Find(string version)
    {
        var index = IndexOf(version);
        return index < 0 ? null : _migrations[index];
    }

    /// <inheritdoc/>
    public IEnumerator<Migration> GetEnumerator() => ((IEnumerable<Migration>)_migrations).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Its place, or a negative number.</summary>
    internal int IndexOf(string version)
    {
        var (low, high) = (0, _migrations.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (MigrationVersion.Comparer.Compare(_migrations[middle].Version, version))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return ~low;
    }
}
