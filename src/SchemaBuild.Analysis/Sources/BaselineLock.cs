using System.Text;

namespace SchemaBuild.Analysis.Sources;

/// <summary>
/// The checksums of the files up to a baseline, in a file that is committed beside them. It is written by the first build with a baseline, and again when the
/// baseline moves; from then on a frozen file cannot change unnoticed. <c>sha256sum --check</c> reads it too.
/// </summary>
internal sealed class BaselineLock
{
    public const string FileName = "schemabuild.lock";

    private const string Comment = "# Checksums of the migrations that SchemaBuildBaseline freezes. Made by SchemaBuild: commit it, do not edit it.\n";
    private const string BaselineComment = "# baseline ";

    private readonly string _path;
    private readonly string? _text;
    private readonly string _baseline;
    private readonly MigrationFileName? _recordedBaseline;
    private readonly Dictionary<string, string> _recorded = [];
    private readonly Dictionary<string, (string Path, string Checksum, System.Numerics.BigInteger Number)> _frozen;

    /// <param name="path">Of the lock, as messages show it.</param>
    /// <param name="text">What it says; null if it does not exist.</param>
    /// <param name="baseline">The version of the last frozen file.</param>
    /// <param name="files">All migration and rollback files.</param>
    /// <exception cref="FormatException">The text is not that of a lock.</exception>
    public BaselineLock(string path, string? text, string baseline, IEnumerable<LockedFile> files)
    {
        (_path, _text, _baseline) = (path, text?.ReplaceLineEndings("\n"), baseline);
        if (_text is not null) _recordedBaseline = Parse(_text);
        var last = MigrationFileName.Parse(baseline)!.Number;
        _frozen = files.Select(file => (file, Name: MigrationFileName.Parse(file.RelativePath))).Where(pair => pair.Name is not null && pair.Name.Number <= last)
            .ToDictionary(pair => pair.file.RelativePath, pair => (pair.file.Path, pair.file.Checksum, pair.Name!.Number));
        Changes = [.. FindChanges(last)];
    }

    /// <summary>What has happened to frozen files since they were recorded: the file that it is about, and a message.</summary>
    public IReadOnlyList<(string File, string Message)> Changes { get; }

    /// <summary>What the lock should say; null if it says so, or for this very baseline said all.</summary>
    public string? TextToRecord
    {
        get
        {
            var text = new StringBuilder(Comment).Append(BaselineComment).Append(_baseline).Append('\n');
            foreach (var (file, frozen) in _frozen.OrderBy(entry => entry.Key, StringComparer.Ordinal)) text.Append(frozen.Checksum).Append("  ").Append(file).Append('\n');
            return text.ToString() == _text || (_recordedBaseline is not null && _recordedBaseline == MigrationFileName.Parse(_baseline)) ? null : text.ToString();
        }
    }

    private IEnumerable<(string File, string Message)> FindChanges(System.Numerics.BigInteger last)
    {
        var folder = _path[..^FileName.Length];
        var added = _frozen.Keys.Where(file => !_recorded.ContainsKey(file)).ToHashSet();
        foreach (var (file, checksum) in _recorded)
        {
            if (MigrationFileName.Parse(file) is not { } name || name.Number > last) continue;
            if (_frozen.TryGetValue(file, out var now))
            {
                if (now.Checksum != checksum)
                    yield return Change(now.Path, $"{now.Path} has changed: its checksum is {now.Checksum[..12]}… instead of {checksum[..12]}…");
            }
            else if (added.FirstOrDefault(candidate => _frozen[candidate].Checksum == checksum) is { } renamed)
            {
                added.Remove(renamed);
                yield return Change(_frozen[renamed].Path, $"{folder}{file} was renamed to {_frozen[renamed].Path}");
            }
            else
            {
                yield return Change(_path, $"{folder}{file} is gone");
            }
        }

        if (_recordedBaseline is null) yield break;
        foreach (var file in added.Where(file => _frozen[file].Number <= _recordedBaseline.Number).Order(StringComparer.Ordinal))
            yield return Change(_frozen[file].Path, $"{_frozen[file].Path} is new");
    }

    private (string, string) Change(string file, string what) => (
        file,
        $"{what}, and the baseline {_baseline} freezes it. Databases that ran it keep what it was, new ones would become something else. "
        + $"Restore it and put the change into a new migration. If the change is meant, delete {_path} and build again.");

    private MigrationFileName Parse(string text)
    {
        MigrationFileName? baseline = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.StartsWith(BaselineComment, StringComparison.Ordinal)) baseline = MigrationFileName.Parse(line[BaselineComment.Length..].Trim());
            else if (line.Length > 66 && line.IndexOf("  ", StringComparison.Ordinal) == 64 && line[..64].All(char.IsAsciiHexDigitLower)) _recorded[line[66..]] = line[..64];
            else if (line.Length > 0 && line[0] != '#') throw Unreadable($"line {number} is not a checksum and a file");
        }

        return baseline ?? throw Unreadable("it does not say which baseline it is for");

        FormatException Unreadable(string what) => new(
            $"{_path} cannot be understood: {what}. Restore it from version control, or delete it and build again to freeze the files as they are now.");
    }
}

/// <param name="Path">As messages show it.</param>
/// <param name="RelativePath">Below the folder of the lock, with '/'.</param>
/// <param name="Checksum">Of its text.</param>
internal sealed record LockedFile(string Path, string RelativePath, string Checksum);
