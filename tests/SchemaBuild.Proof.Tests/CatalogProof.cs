using System.Text;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>After the last file, the replayed catalogue equals the server's.</summary>
public sealed class CatalogProof
{
    private const int CorporaMajor = 15;

    public static TheoryData<string> CorpusNames => Corpora.Names;

    public static TheoryData<string, int> StatesAndMajors { get; } = new(
        from state in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "States"), "*.sql").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
        from major in Enumerable.Range(14, 5)
        select (state, major));

    [Theory]
    [MemberData(nameof(CorpusNames))]
    public async Task A_real_history_leaves_the_same_catalogue(string name)
    {
        var corpus = Corpora.Get(name);
        var files = new List<string>(corpus.Files);
        files.Sort((left, right) => MigrationOrder.Compare(Read(left), Read(right)));
        if (corpus.Prelude is { } prelude) files.Insert(0, prelude);
        await CompareAsync(CorporaMajor, files);
    }

    [Theory]
    [MemberData(nameof(StatesAndMajors))]
    public async Task A_state_leaves_the_same_catalogue(string state, int major) =>
        await CompareAsync(major, [Path.Combine(AppContext.BaseDirectory, "States", state + ".sql")]);

    private static async Task CompareAsync(int major, IReadOnlyList<string> files)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        using var scratch = new ScratchFolder();
        var script = string.Concat(files.Select(file => $"\\i '{file}'\nRESET ALL;\n"));
        await database.RunPsqlAsync(scratch.Write("all.sql", script));

        var difference = CatalogSnapshot.Difference(await CatalogSnapshot.OfServerAsync(database), CatalogSnapshot.OfModel(Replay(major, files)));
        Assert.True(difference.Length == 0, $"PostgreSQL {major} disagrees:\n{difference}");
    }

    private static CatalogState Replay(int major, IReadOnlyList<string> files)
    {
        var replayer = new Replayer(new Session(major));
        var failures = new StringBuilder();
        foreach (var file in files)
        {
            foreach (var statement in replayer.Replay(Read(file).Parse()).Statements)
            {
                // The server has executed every statement, so neither a refusal nor a fault can be right.
                if (statement.Effects.Refusal is { } refusal) failures.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {refusal.SqlState} {refusal.Message}\n");
                if (statement.Failure is { } failure) failures.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {failure}\n");
            }
        }

        Assert.True(failures.Length == 0, $"The model refuses what the server accepts:\n{failures}");
        return replayer.Session.State.Catalog;
    }

    private static MigrationFile Read(string file) => MigrationFile.Read(SourceText.Decode(file, File.ReadAllBytes(file)), Path.GetFileName(file));
}
