using System.Text;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// One generated file of facts: a line of column names, then lines sorted by bytes, cells separated by tabs, the last cell the first and
/// the last major in which the fact holds, as in <c>14-18</c>. Nothing is parsed in advance: the text is searched as it is, so a lookup costs microseconds
/// from the first one on.
/// </summary>
internal sealed class FactTable(string name)
{
    private byte[]? _text;

    /// <summary>The facts of a major whose first cells are <paramref name="key"/>; all facts of the major if there is no key.</summary>
    public List<string[]> Find(int major, params ReadOnlySpan<string> key)
    {
        var found = new List<string[]>();
        foreach (var cell in key)
            if (cell.AsSpan().ContainsAny('\t', '\n'))
                return found;    // A quoted identifier may hold anything.

        var text = _text ??= Load(name);
        var prefix = Encoding.UTF8.GetBytes(key.IsEmpty ? "" : $"{string.Join('\t', key)}\t");
        for (var line = FirstLine(text, prefix); line < text.Length && text.AsSpan(line).StartsWith(prefix);)
        {
            var end = EndOfLine(text, line);
            if (Number(text.AsSpan(end - 5)) <= major && major <= Number(text.AsSpan(end - 2)))
                found.Add(Encoding.UTF8.GetString(text.AsSpan(line, end - line)).Split('\t'));
            line = end + 1;
        }

        return found;
    }

    /// <summary>The fact of a major with this whole key, or null.</summary>
    public string[]? FindOne(int major, params ReadOnlySpan<string> key) => Find(major, key) is [var only, ..] ? only : null;

    /// <summary>Where the first line begins that is not before <paramref name="key"/>.</summary>
    private static int FirstLine(byte[] text, byte[] key)
    {
        var (low, high) = (EndOfLine(text, 0) + 1, text.Length);
        while (low < high)
        {
            var middle = text.AsSpan(low, (high - low) / 2).LastIndexOf((byte)'\n') is >= 0 and var cut ? low + cut + 1 : low;
            var end = EndOfLine(text, middle);
            if (text.AsSpan(middle, end - middle).SequenceCompareTo(key) < 0)
                low = end + 1;
            else
                high = middle;
        }

        return low;
    }

    private static int Number(ReadOnlySpan<byte> digits) => (digits[0] - '0') * 10 + digits[1] - '0';

    private static int EndOfLine(byte[] text, int from) => from + text.AsSpan(from).IndexOf((byte)'\n');

    private static byte[] Load(string name)
    {
        using var resource = typeof(FactTable).Assembly.GetManifestResourceStream($"ServerFacts/{name}.tsv")!;
        var text = new byte[resource.Length];
        resource.ReadExactly(text);
        return text;
    }
}
