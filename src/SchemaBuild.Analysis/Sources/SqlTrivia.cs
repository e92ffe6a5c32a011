using System.Text;

namespace SchemaBuild.Analysis.Sources;

/// <summary>White space and comments between statements, as PostgreSQL's scanner skips them.</summary>
internal static class SqlTrivia
{
    /// <summary>The first offset at or after <paramref name="offset"/> that is neither white space, comment nor semicolon.</summary>
    public static int Skip(ReadOnlySpan<byte> sql, int offset, List<Comment>? comments = null)
    {
        while (offset < sql.Length)
        {
            if (IsSpace(sql[offset]) || sql[offset] == ';')
            {
                offset++;
                continue;
            }

            var end = CommentEnd(sql, offset);
            if (end == offset) break;
            comments?.Add(new Comment(offset, end, Encoding.UTF8.GetString(sql[offset..end])));
            offset = end;
        }

        return offset;
    }

    /// <summary>True if a blank line, or nothing more, follows <paramref name="offset"/>.</summary>
    public static bool BlankLineFollows(ReadOnlySpan<byte> sql, int offset)
    {
        var lineEnds = 0;
        while (offset < sql.Length && IsSpace(sql[offset]))
        {
            if (sql[offset++] == '\n' && ++lineEnds == 2) return true;
        }

        return offset == sql.Length;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'\v';

    private static int CommentEnd(ReadOnlySpan<byte> sql, int start)
    {
        var rest = sql[start..];
        if (rest.StartsWith("--"u8))
        {
            var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
            return length < 0 ? sql.Length : start + length;
        }

        if (!rest.StartsWith("/*"u8)) return start;
        var depth = 0;
        for (var i = start; i + 1 < sql.Length; i++)
        {
            if (sql[i] == '/' && sql[i + 1] == '*')
            {
                depth++;
                i++;
            }
            else if (sql[i] == '*' && sql[i + 1] == '/')
            {
                i++;
                if (--depth == 0) return i + 1;
            }
        }

        return sql.Length;
    }
}

/// <summary>A comment with its byte offsets.</summary>
internal readonly record struct Comment(int Start, int End, string Text)
{
    /// <summary>The text without dashes; only comments of one line count as directives.</summary>
    public string? Line => Text.StartsWith("--", StringComparison.Ordinal) ? Text[2..] : null;
}
