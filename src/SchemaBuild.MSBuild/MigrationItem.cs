using Microsoft.Build.Framework;

namespace SchemaBuild.MSBuild;

/// <summary>A <c>SchemaBuildMigration</c> item with the bytes of its file.</summary>
/// <param name="Path">The path as the project writes it.</param>
/// <param name="FullPath">The absolute path.</param>
/// <param name="MigrationPath">The path below the migrations folder, with '/'.</param>
/// <param name="NoWarn">The codes that the item's metadata silences.</param>
/// <param name="Content">The bytes of the file.</param>
internal sealed record MigrationItem(string Path, string FullPath, string MigrationPath, string NoWarn, byte[] Content)
{
    public static MigrationItem Read(ITaskItem item, string projectDirectory)
    {
        var fullPath = System.IO.Path.Combine(projectDirectory, item.ItemSpec);
        return new(item.ItemSpec, fullPath, item.GetMetadata("MigrationPath"), item.GetMetadata("NoWarn"), ReadFile(fullPath, item.ItemSpec));
    }

    private static byte[] ReadFile(string fullPath, string path)
    {
        try
        {
            return File.ReadAllBytes(fullPath);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BuildException(BuildErrors.UnreadableFile, $"{path} does not exist. Remove it from the project's SchemaBuildMigration items or restore the file.", path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BuildException(BuildErrors.UnreadableFile, $"{path} cannot be read: {error.Message}", path);
        }
    }
}
