using System.Text;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>
/// The bytes of a file as they are on disk. Offsets of edits count the text without byte order mark and with LF line ends; what is not edited stays byte for byte.
/// </summary>
internal static class RawText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Applies edits that do not overlap; insertions at one place in their order.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> raw, IEnumerable<TextEdit> edits)
    {
        var result = new List<byte>(raw.Length + 256);
        var at = raw.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var done = 0;
        var offset = 0;
        var hasCrLf = HasCrLf(raw);
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            Advance(raw, edit.Start, ref at, ref offset);
            result.AddRange(raw[done..at]);
            result.AddRange(Encoding.UTF8.GetBytes(hasCrLf ? edit.Text.Replace("\n", "\r\n", StringComparison.Ordinal) : edit.Text));
            Advance(raw, edit.End, ref at, ref offset);
            done = at;
        }

        result.AddRange(raw[done..]);
        return [.. result];
    }

    /// <summary>A new file that looks like another one.</summary>
    public static byte[] Like(ReadOnlySpan<byte> raw, string text) =>
        [.. raw.StartsWith(ByteOrderMark) ? ByteOrderMark : [], .. Encoding.UTF8.GetBytes(HasCrLf(raw) ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text)];

    private static void Advance(ReadOnlySpan<byte> raw, int to, ref int at, ref int offset)
    {
        while (offset < to)
        {
            if (IsCrLf(raw, at)) at++;
            at++;
            offset++;
        }
    }

    /// <summary>The first line end decides, as editors do.</summary>
    private static bool HasCrLf(ReadOnlySpan<byte> raw) => raw.IndexOf((byte)'\n') is > 0 and var first && raw[first - 1] == '\r';

    private static bool IsCrLf(ReadOnlySpan<byte> raw, int at) => at + 1 < raw.Length && raw[at] == '\r' && raw[at + 1] == '\n';
}
