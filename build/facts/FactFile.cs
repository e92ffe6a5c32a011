using System.Text;

namespace SchemaBuild.Facts;

/// <summary>
/// The text of a fact file: a line of column names, then one line for each fact, sorted by bytes, with the majors in which it is so
/// (<c>14-18</c>, <c>16-17</c>, <c>18-18</c>) as the last cell.
/// </summary>
internal static class FactFile
{
    public static string Write(IReadOnlyDictionary<int, FactRows> byMajor)
    {
        var lines = byMajor
            .SelectMany(major => major.Value.Rows.Select(row => (Row: row, Major: major.Key)))
            .GroupBy(fact => fact.Row, fact => fact.Major)
            .SelectMany(fact => Ranges(fact).Select(range => $"{fact.Key}\t{range.First}-{range.Last}\n"))
            .Order(StringComparer.Ordinal);
        return new StringBuilder().AppendJoin('\t', byMajor.First().Value.Columns).Append("\tmajors\n").AppendJoin("", lines).ToString();
    }

    /// <summary>The rows that hold in <paramref name="major"/>.</summary>
    public static IEnumerable<string> Read(string text, int major)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var cut = line.LastIndexOf('\t');
            var range = line[(cut + 1)..].Split('-').Select(int.Parse).ToArray();
            if (range[0] <= major && major <= range[1])
                yield return line[..cut];
        }
    }

    private static IEnumerable<(int First, int Last)> Ranges(IEnumerable<int> majors)
    {
        (int First, int Last)? current = null;
        foreach (var major in majors.Order())
        {
            if (current is { } range && range.Last == major - 1)
            {
                current = (range.First, major);
                continue;
            }

            if (current is { } complete)
                yield return complete;
            current = (major, major);
        }

        if (current is { } last)
            yield return last;
    }
}
