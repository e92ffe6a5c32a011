using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace SchemaBuild.Tool.Formats;

/// <summary>What differs between two versions of a file.</summary>
internal static class LineDiff
{
    private const int Context = 3;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>As <c>diff -u</c> and git write it, for <c>git apply</c> and <c>patch -p1</c>; no old version is a new file.</summary>
    public static void WriteUnified(string path, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> after, TextWriter writer)
    {
        var diff = Diff(before is null ? "" : Text(before.Value), Text(after));
        writer.Write(before is null ? "--- /dev/null\n" : $"--- a/{path}\n");
        writer.Write($"+++ b/{path}\n");
        foreach (var hunk in Hunks(diff)) WriteHunk(hunk, diff, writer);
    }

    /// <summary>The parts that change, each as small as it can be; the texts are without byte order mark.</summary>
    public static IEnumerable<TextChange> Changes(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, now) = (Text(before).TrimStart('\uFEFF'), Text(after).TrimStart('\uFEFF'));
        var diff = Diff(old, now);
        foreach (var block in diff.DiffBlocks)
        {
            var start = diff.PiecesOld.Take(block.DeleteStartA).Sum(piece => piece.Length);
            var removed = string.Concat(diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA));
            var added = string.Concat(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB));
            var prefix = removed.AsSpan().CommonPrefixLength(added);
            var suffix = 0;
            while (suffix < Math.Min(removed.Length, added.Length) - prefix && removed[^(suffix + 1)] == added[^(suffix + 1)]) suffix++;
            yield return new TextChange(PositionOf(old, start + prefix), PositionOf(old, start + removed.Length - suffix), added[prefix..^suffix]);
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Utf8.GetString(bytes.Span);

    private static DiffResult Diff(string before, string after) =>
        Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, new LineEndingsPreservingChunker());

    private static (int Line, int Column) PositionOf(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return (before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }

    /// <summary>Changes whose context would meet are one hunk.</summary>
    private static List<List<DiffBlock>> Hunks(DiffResult diff)
    {
        var hunks = new List<List<DiffBlock>>();
        foreach (var block in diff.DiffBlocks)
        {
            if (hunks.LastOrDefault() is { } last && block.DeleteStartA - (last[^1].DeleteStartA + last[^1].DeleteCountA) <= 2 * Context) last.Add(block);
            else hunks.Add([block]);
        }

        return hunks;
    }

    private static void WriteHunk(List<DiffBlock> hunk, DiffResult diff, TextWriter writer)
    {
        var (first, last) = (hunk[0], hunk[^1]);
        var before = Math.Min(Context, first.DeleteStartA);
        var end = Math.Min(last.DeleteStartA + last.DeleteCountA + Context, diff.PiecesOld.Count);
        var behind = end - (last.DeleteStartA + last.DeleteCountA);
        var (oldStart, newStart) = (first.DeleteStartA - before, first.InsertStartB - before);
        var newCount = last.InsertStartB + last.InsertCountB + behind - newStart;
        writer.Write($"@@ -{Range(oldStart, end - oldStart)} +{Range(newStart, newCount)} @@\n");
        var at = oldStart;
        foreach (var block in hunk)
        {
            for (; at < block.DeleteStartA; at++) WriteLine(' ', diff.PiecesOld[at], writer);
            for (; at < block.DeleteStartA + block.DeleteCountA; at++) WriteLine('-', diff.PiecesOld[at], writer);
            for (var i = 0; i < block.InsertCountB; i++) WriteLine('+', diff.PiecesNew[block.InsertStartB + i], writer);
        }

        for (; at < end; at++) WriteLine(' ', diff.PiecesOld[at], writer);
    }

    /// <summary>An empty range is named by the line before it.</summary>
    private static string Range(int start, int count) => $"{(count == 0 ? start : start + 1)},{count}";

    private static void WriteLine(char mark, string line, TextWriter writer)
    {
        writer.Write(mark);
        writer.Write(line);
        if (!line.EndsWith('\n')) writer.Write("\n\\ No newline at end of file\n");
    }
}

/// <summary>Lines and columns from 1, columns in UTF-16 code units.</summary>
internal sealed record TextChange((int Line, int Column) Start, (int Line, int Column) End, string Text);
