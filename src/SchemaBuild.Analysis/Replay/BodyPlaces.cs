using System.Text;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Where the statements of a PL/pgSQL block stand in the file.</summary>
internal sealed class BodyPlaces
{
    private readonly string _body;
    private readonly int _start;

    private BodyPlaces(string body, int start) => (_body, _start) = (body, start);

    /// <summary>Null if the body does not stand in the statement as it is, which happens between single quotes.</summary>
    public static BodyPlaces? Of(SqlStatement statement, string? body)
    {
        if (string.IsNullOrEmpty(body)) return null;
        var sql = statement.Sql;
        var at = sql.IndexOf(body, StringComparison.Ordinal);
        return at < 0 ? null : new BodyPlaces(body, statement.Start + Encoding.UTF8.GetByteCount(sql.AsSpan(0, at)));
    }

    /// <summary>The text at or after a line of the body, or all that is on the line.</summary>
    /// <param name="text">A statement.</param>
    /// <param name="line">From 1, the one on which the body begins.</param>
    public TextSpan Find(string text, int line)
    {
        var start = 0;
        for (; line > 1 && _body.IndexOf('\n', start) is >= 0 and var end; line--) start = end + 1;
        text = text.Trim();
        var at = text.Length == 0 ? -1 : _body.IndexOf(text, start, StringComparison.Ordinal);
        return at >= 0 ? Span(at, at + text.Length) : Line(start);
    }

    /// <summary>A byte offset into the body.</summary>
    public TextSpan Line(int start)
    {
        var end = _body.IndexOf('\n', start);
        if (end < 0) end = _body.Length;
        while (start < end && char.IsWhiteSpace(_body[start])) start++;
        while (end > start && (char.IsWhiteSpace(_body[end - 1]) || _body[end - 1] == ';')) end--;
        return Span(start, end);
    }

    /// <summary>The word, or else the character, at an index of the body.</summary>
    public TextSpan WordAt(int start)
    {
        start = Math.Min(start, _body.Length);
        var end = start;
        while (end < _body.Length && (char.IsLetterOrDigit(_body[end]) || _body[end] == '_')) end++;
        return Span(start, end > start ? end : Math.Min(start + 1, _body.Length));
    }

    private TextSpan Span(int start, int end)
    {
        var from = _start + Encoding.UTF8.GetByteCount(_body.AsSpan(0, start));
        return new TextSpan(from, from + Encoding.UTF8.GetByteCount(_body.AsSpan(start, end - start)));
    }
}
