using Microsoft.Build.Framework;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.MSBuild;

/// <summary>A <c>SchemaBuildMigration</c> item with the bytes of its file.</summary>
/// <param name="Path">The path as the project writes it.</param>
/// <param name="FullPath">The absolute path.</param>
/// <param name="MigrationPath">The path below the migrations folder, with '/'.</param>
/// <param name="NoWarn">The codes that the item's metadata silences.</param>
/// <param name="Content">The bytes of the file.</param>
internal sealed record MigrationItem(string Path, string FullPath, string MigrationPath, string NoWarn, byte[] Content)
{
    /// <summary>What the file name says, or null if it does not begin with a version.</summary>
    public MigrationFileName? Name { get; } = MigrationFileName.Parse(MigrationPath);

    public string Checksum => SourceText.Decode(Path, Content).Checksum;

    public static MigrationItem Read(ITaskItem item, string projectDirectory)
    {
        var fullPath = System.IO.Path.Combine(projectDirectory, item.ItemSpec);
        return new(item.ItemSpec, fullPath, item.GetMetadata("MigrationPath"), item.GetMetadata("NoWarn"), ReadFile(fullPath, item.ItemSpec));
    }

    public static byte[] ReadFile(string fullPath, string path)
    {
        try
        {
            return File.ReadAllBytes(fullPath);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BuildException(BuildRules.UnreadableFile, $"{path} does not exist. Restore the file, or remove it from the project's SchemaBuildMigration items or SchemaBuildSchemaFile.", path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BuildException(BuildRules.UnreadableFile, $"{path} cannot be read: {error.Message}", path);
        }
    }
}
