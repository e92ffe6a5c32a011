namespace SchemaBuild.Testing;

/// <summary>The folder that holds <c>SchemaBuild.sln</c>.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>An absolute path below (or, with <c>..</c>, beside) the repository root.</summary>
    public static string Combine(params ReadOnlySpan<string> parts) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine([Path, .. parts]));

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "SchemaBuild.sln")))
                return folder;

        throw new InvalidOperationException($"No SchemaBuild.sln above {AppContext.BaseDirectory}: tests run from within the repository.");
    }
}
