using System.Globalization;
using System.Text;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.Benchmarks;

/// <summary>The input of the benchmarks: a made-up history, the same everywhere, and the real ones where they are at hand.</summary>
internal static class History
{
    public const string MadeUp = "made-up";
    private const int MadeUpMigrations = 500;

    /// <summary>What can be measured here.</summary>
    public static IEnumerable<string> Names =>
        Directory.Exists(Corpora.Folder) ? [MadeUp, .. Directory.EnumerateDirectories(Corpora.Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)] : [MadeUp];

    public static IReadOnlyList<MigrationInput> Read(string name) => name == MadeUp
        ? [.. Enumerable.Range(1, MadeUpMigrations).Select(Migration)]
        : [.. Corpora.Get(name).Files.Select(file => new MigrationInput(file, Path.GetFileName(file), WithoutMark(File.ReadAllBytes(file))))];

    /// <summary>The parser itself takes no byte order mark.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> file) => file.Span is [0xEF, 0xBB, 0xBF, ..] ? file[3..] : file;

    private static MigrationInput Migration(int number)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE table_{number} (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                name text NOT NULL,
                amount numeric(10, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
                created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX table_{number}_name ON table_{number} (lower(name)) WHERE amount > 0;
            ALTER TABLE table_{Math.Max(1, number - 1)} ADD COLUMN note_{number} varchar(50);
            """);
        var file = string.Create(CultureInfo.InvariantCulture, $"{number:D4}_table_{number}.sql");
        return new MigrationInput(file, file, Encoding.UTF8.GetBytes(sql));
    }
}
