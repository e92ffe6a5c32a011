using System.Text;

namespace SchemaBuild.Analysis.Sources;

/// <summary>White space and comments between statements, as PostgreSQL's scanner skips them.</summary>
internal static class SqlTrivia
{
    public static ReadOnlySpan<byte> Space => " \t\r\n\f\v"u8;

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

    /// <summary>Behind the white space or the comment at <paramref name="offset"/>; the same offset if there is neither.</summary>
    public static int SkipOne(ReadOnlySpan<byte> sql, int offset) => offset < sql.Length && IsSpace(sql[offset]) ? offset + 1 : CommentEnd(sql, offset);

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

    private static bool IsSpace(byte c) => Space.Contains(c);

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
    /// <summary>False between slash and asterisk.</summary>
    public bool IsLine => Text.StartsWith("--", StringComparison.Ordinal);

    /// <summary>The text without what makes it a comment.</summary>
    public string Content => IsLine ? Text[2..].Trim() : Text.Trim('/', '*', ' ', '\t', '\n');
}
