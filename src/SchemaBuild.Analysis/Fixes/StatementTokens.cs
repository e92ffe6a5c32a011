using System.Text;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>The tokens of a statement without its comments; offsets are those of the file.</summary>
internal sealed class StatementTokens
{
    private readonly SourceText _source;
    private readonly int _base;
    private readonly IReadOnlyList<ScanToken> _tokens;

    private StatementTokens(SqlStatement statement) => (_source, _base, _tokens) = (statement.File.Source, statement.Start, statement.Tokens);

    public int Count => _tokens.Count;

    public static StatementTokens Of(SqlStatement statement) => new(statement);

    public int Start(int token) => _base + _tokens[token].Start;

    public int End(int token) => _base + _tokens[token].End;

    public string Text(int token) => _source.Slice(Start(token), End(token));

    /// <summary>The text from one token to another, comments between them too.</summary>
    public string Text(int first, int last) => _source.Slice(Start(first), End(last));

    /// <summary>
    /// The comments between the tokens from one to another, each with a space before it, a line comment with the end of its line: what stays of a part of the
    /// statement that goes or moves. Comments within what moves move with it, so they are not asked for.
    /// </summary>
    public string CommentsBetween(int first, int last)
    {
        var comments = new StringBuilder();
        for (var token = first; token < last; token++)
        {
            var (at, end) = (End(token), Start(token + 1));
            while (at < end)
            {
                var next = SqlTrivia.SkipOne(_source.Bytes, at);
                if (next <= at) break;
                var text = _source.Slice(at, next).Trim();
                if (text.Length > 0) comments.Append(' ').Append(text);
                if (text.StartsWith("--", StringComparison.Ordinal)) comments.Append('\n');
                at = next;
            }
        }

        return comments.ToString();
    }

    public bool IsKeyword(int token, string keyword) =>
        token < Count && _tokens[token].Kind == ScanTokenKind.Keyword && Text(token).Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsPunctuation(int token, char character) =>
        token < Count && _tokens[token].Kind == ScanTokenKind.Punctuation && _source.Bytes[Start(token)] == character;

    /// <summary>The first token at or behind a byte offset; <see cref="Count"/> if there is none.</summary>
    public int At(int offset)
    {
        var at = 0;
        while (at < Count && Start(at) < offset) at++;
        return at;
    }

    /// <summary>The first of some keywords outside of parentheses; -1 if there is none.</summary>
    public int Find(int from, params ReadOnlySpan<string> keywords)
    {
        for (var i = from; i < Count; i++)
        {
            if (IsPunctuation(i, '(')) i = Closing(i);
            foreach (var keyword in keywords)
                if (IsKeyword(i, keyword)) return i;
        }

        return -1;
    }

    /// <summary>The parenthesis that closes the one at <paramref name="open"/>.</summary>
    public int Closing(int open)
    {
        var depth = 0;
        for (var i = open; i < Count; i++)
        {
            if (IsPunctuation(i, '(')) depth++;
            else if (IsPunctuation(i, ')') && --depth == 0) return i;
        }

        return Count - 1;
    }

    /// <summary>The last token before the next comma outside of parentheses and brackets, or of the statement.</summary>
    public int EndOfItem(int from)
    {
        var depth = 0;
        for (var i = from; i < Count; i++)
        {
            if (IsPunctuation(i, '(') || IsPunctuation(i, '[')) depth++;
            else if (IsPunctuation(i, ')') || IsPunctuation(i, ']')) depth--;
            else if (depth == 0 && IsPunctuation(i, ',')) return i - 1;
            if (depth < 0) return i - 1;
        }

        return Count - 1;
    }
}
