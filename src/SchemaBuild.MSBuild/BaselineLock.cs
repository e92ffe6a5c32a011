using System.Text;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.MSBuild;

/// <summary>
/// The checksums of the files up to <c>SchemaBuildBaseline</c>, in a file that is committed beside them. It is written by the first build with a
/// baseline, and again when the baseline moves; from then on a frozen file cannot change unnoticed. <c>sha256sum --check</c> reads it too.
/// </summary>
internal sealed class BaselineLock(string path, string fullPath, string baseline, bool mayWrite)
{
    private const string Comment = "# Checksums of the migrations that SchemaBuildBaseline freezes. Made by SchemaBuild: commit it, do not edit it.\n";
    private const string BaselineComment = "# baseline ";
    private readonly MigrationFileName _baseline = MigrationFileName.Parse(baseline)!;

    /// <summary>What has happened to frozen files since they were recorded; records them if that was not done yet.</summary>
    public IEnumerable<ProjectFinding> Check(IEnumerable<MigrationItem> items)
    {
        var frozen = items.Where(item => item.Name is not null && item.Name.Number <= _baseline.Number)
            .ToDictionary(item => item.MigrationPath, item => (item.Path, item.Checksum, item.Name!.Number));
        var text = File.Exists(fullPath) ? File.ReadAllText(fullPath).ReplaceLineEndings("\n") : null;
        var (recordedBaseline, recorded) = text is null ? (null, []) : Parse(text);
        var folder = path[..^Path.GetFileName(path).Length];
        var problems = new List<ProjectFinding>();

        var added = frozen.Keys.Where(file => !recorded.ContainsKey(file)).ToHashSet();
        foreach (var (file, checksum) in recorded)
        {
            if (MigrationFileName.Parse(file) is not { } name || name.Number > _baseline.Number) continue;
            if (frozen.TryGetValue(file, out var now))
            {
                if (now.Checksum != checksum)
                    problems.Add(Changed(now.Path, $"{now.Path} has changed: its checksum is {now.Checksum[..12]}… instead of {checksum[..12]}…"));
            }
            else if (added.FirstOrDefault(candidate => frozen[candidate].Checksum == checksum) is { } renamed)
            {
                added.Remove(renamed);
                problems.Add(Changed(frozen[renamed].Path, $"{folder}{file} was renamed to {frozen[renamed].Path}"));
            }
            else
            {
                problems.Add(Changed(path, $"{folder}{file} is gone"));
            }
        }

        if (recordedBaseline is not null)
        {
            problems.AddRange(added.Where(file => frozen[file].Number <= recordedBaseline.Number).Order(StringComparer.Ordinal)
                .Select(file => Changed(frozen[file].Path, $"{frozen[file].Path} is new")));
        }

        if (problems.Count > 0) return problems;
        var content = Write(frozen.Select(file => (file.Key, file.Value.Checksum)));
        return content == text || (text is not null && recordedBaseline == _baseline) ? [] : Record(content, text is null);
    }

    private ProjectFinding Changed(string file, string what) => new(
        BuildErrors.FrozenFileChanged,
        file,
        $"{what}, and SchemaBuildBaseline {baseline} freezes it. Databases that ran it keep what it was, new ones would become something else. "
        + $"Restore it and put the change into a new migration. If the change is meant, delete {path} and build again.",
        Line: 1);

    private List<ProjectFinding> Record(string content, bool isFirst)
    {
        if (!mayWrite)
            return [new(BuildErrors.BaselineNotRecorded, path, $"{path} {(isFirst ? "does not exist" : $"is not up to date with SchemaBuildBaseline {baseline}")}, and a continuous-integration build does not write it. Build once elsewhere and commit the file; until then an edited frozen migration goes unnoticed.")];
        try
        {
            File.WriteAllText(fullPath, content);
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [new(BuildErrors.BaselineNotRecorded, path, $"{path} cannot be written, so an edited frozen migration goes unnoticed: {error.Message} Build once where the folder can be written and commit the file.")];
        }
    }

    private string Write(IEnumerable<(string File, string Checksum)> entries)
    {
        var text = new StringBuilder(Comment).Append(BaselineComment).Append(baseline).Append('\n');
        foreach (var (file, checksum) in entries.OrderBy(entry => entry.File, StringComparer.Ordinal)) text.Append(checksum).Append("  ").Append(file).Append('\n');
        return text.ToString();
    }

    private (MigrationFileName? Baseline, Dictionary<string, string> Entries) Parse(string text)
    {
        MigrationFileName? recorded = null;
        var entries = new Dictionary<string, string>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.StartsWith(BaselineComment, StringComparison.Ordinal)) recorded = MigrationFileName.Parse(line[BaselineComment.Length..].Trim());
            else if (line.Length > 66 && line.IndexOf("  ", StringComparison.Ordinal) == 64 && line[..64].All(char.IsAsciiHexDigitLower)) entries[line[66..]] = line[..64];
            else if (line.Length > 0 && line[0] != '#') throw Unreadable($"line {number} is not a checksum and a file");
        }

        return recorded is null ? throw Unreadable("it does not say which baseline it is for") : (recorded, entries);

        BuildException Unreadable(string what) => new(
            BuildErrors.UnreadableFile, $"{path} cannot be understood: {what}. Restore it from version control, or delete it and build again to freeze the files as they are now.", path);
    }
}
