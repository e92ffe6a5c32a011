using System.Text;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// One generated file of facts: a line of column names, then lines sorted by bytes, cells separated by tabs, the last cell the first and
/// the last major in which the fact holds. Nothing is parsed in advance: the text is searched as it is, so a lookup costs microseconds
/// from the first one on.
/// </summary>
internal sealed class FactTable(string name)
{
    private readonly Lazy<byte[]> _text = new(() => Load(name));

    /// <summary>The facts of a major whose first cells are <paramref name="key"/>; all facts of the major if there is no key.</summary>
    public IEnumerable<string[]> Find(int major, params string[] key)
    {
        if (key.Any(cell => cell.AsSpan().ContainsAny('\t', '\n')))
            yield break;    // A quoted identifier may hold anything.

        var text = _text.Value;
        var prefix = Encoding.UTF8.GetBytes(string.Concat(key.Select(cell => cell + '\t')));
        for (var line = FirstLine(text, prefix); line < text.Length && text.AsSpan(line).StartsWith(prefix); line = EndOfLine(text, line) + 1)
        {
            var cells = Encoding.UTF8.GetString(text.AsSpan(line, EndOfLine(text, line) - line)).Split('\t');
            var majors = cells[^1].AsSpan();
            if (int.Parse(majors[..2], provider: null) <= major && major <= int.Parse(majors[3..], provider: null))
                yield return cells;
        }
    }

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

    private static int EndOfLine(byte[] text, int from) => from + text.AsSpan(from).IndexOf((byte)'\n');

    private static byte[] Load(string name)
    {
        using var resource = typeof(FactTable).Assembly.GetManifestResourceStream($"ServerFacts/{name}.tsv")!;
        var text = new byte[resource.Length];
        resource.ReadExactly(text);
        return text;
    }
}
