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

    /// <summary>Behind the last token of a statement that the parser has taken: what follows are comments and white space.</summary>
    public static int EndOfTokens(ReadOnlySpan<byte> statement)
    {
        var (end, offset) = (0, 0);
        while (offset < statement.Length)
        {
            var behind = SkipOne(statement, offset);
            if (behind == offset) end = behind = BehindToken(statement, offset);
            offset = behind;
        }

        return end;
    }

    /// <summary>Behind one whole quoted text or word, which may look as if comments were in it, or behind one other character.</summary>
    private static int BehindToken(ReadOnlySpan<byte> sql, int start)
    {
        switch (sql[start])
        {
            case (byte)'\'' or (byte)'"':
                return BehindQuote(sql, start, hasEscapes: false);
            case (byte)'$':
                var tag = start + 1;
                while (tag < sql.Length && IsOfWord(sql[tag])) tag++;
                if (tag == sql.Length || sql[tag] != '$') return start + 1;
                var delimiter = sql[start..(tag + 1)];
                var close = sql[(tag + 1)..].IndexOf(delimiter);
                return close < 0 ? sql.Length : tag + 1 + close + delimiter.Length;
            case var first when IsOfWord(first):
                var behind = start + 1;
                while (behind < sql.Length && (IsOfWord(sql[behind]) || sql[behind] == '$')) behind++;
                return behind == start + 1 && first is (byte)'e' or (byte)'E' && behind < sql.Length && sql[behind] == '\'' ? BehindQuote(sql, behind, hasEscapes: true) : behind;
            default:
                return start + 1;
        }
    }

    /// <summary>A doubled quote is read as the end of one text and the begin of another, which makes no difference here.</summary>
    private static int BehindQuote(ReadOnlySpan<byte> sql, int open, bool hasEscapes)
    {
        for (var i = open + 1; i < sql.Length; i++)
        {
            if (hasEscapes && sql[i] == '\\') i++;
            else if (sql[i] == sql[open]) return hasEscapes && i + 1 < sql.Length && sql[i + 1] == sql[open] ? BehindQuote(sql, i + 1, hasEscapes) : i + 1;
        }

        return sql.Length;
    }

    private static bool IsOfWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == '_' || c >= 0x80;

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
