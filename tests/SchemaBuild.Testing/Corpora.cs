using Xunit;

namespace SchemaBuild.Testing;

/// <summary>A real migration history of <c>../shared/corpora</c>, which is data beside the repository and not part of it.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Folder">Its absolute path.</param>
public sealed record Corpus(string Name, string Folder)
{
    public string MigrationsFolder => Path.Combine(Folder, "migrations");

    /// <summary>What must exist before the first migration (roles, schemas); null where nothing must.</summary>
    public string? Prelude => File.Exists(Path.Combine(Folder, "prelude.sql")) ? Path.Combine(Folder, "prelude.sql") : null;

    /// <summary>Absolute paths of the migrations in order.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(MigrationsFolder, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}

/// <summary>The nine histories.</summary>
public static class Corpora
{
    public static string Folder { get; } = RepositoryRoot.Combine("..", "shared", "corpora");

    /// <summary>Names, for a theory: the same rows whether the folder is there or not.</summary>
    public static TheoryData<string> Names { get; } =
        ["altinn_events", "concourse", "crates_io", "hmpps_interventions", "hydra", "langfuse", "minder", "nbxplorer", "trigger_dev"];

    /// <summary>All histories, ordered by name. Skips the calling test when the folder is missing.</summary>
    public static IReadOnlyList<Corpus> All()
    {
        if (!Directory.Exists(Folder))
            Assert.Skip("The corpora are not on this machine: ../shared/corpora, relative to the repository, does not exist.");
        return [.. Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal).Select(folder => new Corpus(Path.GetFileName(folder), folder))];
    }

    /// <summary>One history. Skips the calling test when it is missing.</summary>
    public static Corpus Get(string name)
    {
        var corpus = All().FirstOrDefault(corpus => corpus.Name == name);
        if (corpus is null)
            Assert.Skip($"../shared/corpora holds no {name}.");
        return corpus;
    }
}
