using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Files;

/// <summary>
/// Writes what <c>--fix</c> changes. Each file is written whole beside its place and then put there, so a crash leaves the old file or the new one; nothing is put in
/// place before all is written.
/// </summary>
internal static class FixedFiles
{
    /// <exception cref="ToolException">A file cannot be written, or has changed since it was read; then nothing is changed.</exception>
    public static void Write(IReadOnlyList<FileChange> changes, Terminal terminal)
    {
        var written = new List<(string From, string To, FileChange Change)>();
        try
        {
            // New files first: when the run dies in between, what an old file has lost is there.
            foreach (var change in changes.OrderBy(change => change.Before is not null))
                written.Add((WriteBeside(change, terminal, out var place), place, change));
            foreach (var (from, to, change) in written) Try(change, () => File.Move(from, to, overwrite: change.Before is not null));
        }
        finally
        {
            foreach (var (from, _, _) in written) File.Delete(from);
        }
    }

    private static string WriteBeside(FileChange change, Terminal terminal, out string place)
    {
        var named = Path.GetFullPath(change.Path, terminal.WorkingDirectory);
        var target = named;
        var beside = "";
        Try(change, () =>
        {
            // A link stays a link.
            if (change.Before is not null) target = File.ResolveLinkTarget(named, returnFinalTarget: true)?.FullName ?? named;
            beside = $"{target}.{Guid.NewGuid():n}.tmp";
            if (change.Before is { } before)
            {
                if (File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly)) throw new IOException("it is read-only");
                if (!File.ReadAllBytes(target).AsSpan().SequenceEqual(before.Span)) throw new IOException("it has changed since it was read");
                File.Copy(target, beside);    // takes the file's mode along
            }
            else if (File.Exists(target))
            {
                throw new IOException("it exists already");
            }

            File.WriteAllBytes(beside, change.After.Span);
        });
        place = target;
        return beside;
    }

    private static void Try(FileChange change, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{change.Path} cannot be written: {Failures.Reason(exception)}. No file was changed.");
        }
    }
}
