using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.MSBuild;

/// <summary>Compares frozen files with their lock, and writes the lock when there is none yet or the baseline has moved.</summary>
internal sealed class FrozenFiles(string path, string fullPath, string baseline, bool mayWrite)
{
    public IEnumerable<ProjectFinding> Check(IEnumerable<MigrationItem> items)
    {
        var text = File.Exists(fullPath) ? File.ReadAllText(fullPath) : null;
        var record = Read(text, items);
        if (record.Changes.Count > 0) return record.Changes.Select(change => new ProjectFinding(BuildRules.FrozenFileChanged, change.File, change.Message, Line: 1));
        return record.TextToRecord is { } content ? Record(content, text is null) : [];
    }

    private BaselineLock Read(string? text, IEnumerable<MigrationItem> items)
    {
        try
        {
            return new(path, text, baseline, items.Select(item => new LockedFile(item.Path, item.MigrationPath, item.Checksum)));
        }
        catch (FormatException error)
        {
            throw new BuildException(BuildRules.UnreadableFile, error.Message, path);
        }
    }

    private List<ProjectFinding> Record(string content, bool isFirst)
    {
        if (!mayWrite)
            return [new(BuildRules.BaselineNotRecorded, path, $"{path} {(isFirst ? "does not exist" : $"is not up to date with SchemaBuildBaseline {baseline}")}, and a continuous-integration build does not write it. Build once elsewhere and commit the file; until then an edited frozen migration goes unnoticed.")];
        try
        {
            File.WriteAllText(fullPath, content);
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [new(BuildRules.BaselineNotRecorded, path, $"{path} cannot be written, so an edited frozen migration goes unnoticed: {error.Message} Build once where the folder can be written and commit the file.")];
        }
    }
}
