using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace SchemaBuild.MSBuild.Application;

/// <summary>The value of a string in the code, put together of literals and of what is known only at run time, and where each part of it stands.</summary>
internal sealed class SqlText
{
    private readonly List<Part> _parts = [];

    public bool HasHoles => _parts.Any(part => part.Source is null);

    /// <summary>Where the first part stands.</summary>
    public TextSpan Span => _parts.Count == 0 ? default : TextSpan.FromBounds(_parts[0].Span.Start, _parts[^1].Span.End);

    /// <param name="value">As the program sees it.</param>
    /// <param name="span">Where it stands.</param>
    /// <param name="source">As the file has it.</param>
    public void AddLiteral(string value, TextSpan span, string source) => _parts.Add(new(value, span, source));

    public void AddHole(TextSpan span) => _parts.Add(new("", span, null));

    /// <summary>The text with something in the place of what is not known.</summary>
    public string With(string hole)
    {
        var text = new StringBuilder();
        foreach (var part in _parts) text.Append(part.Source is null ? hole : part.Value);
        return text.ToString();
    }

    /// <summary>Where a name stands in the file.</summary>
    /// <param name="hole">What <see cref="With"/> was given.</param>
    /// <param name="start">Its offset in that text, or that of what comes before it.</param>
    /// <param name="name">The name. Names have no escapes, so it stands as often in the file as in the value.</param>
    public TextSpan Locate(string hole, int start, string name)
    {
        foreach (var part in _parts)
        {
            var length = part.Source is null ? hole.Length : part.Value.Length;
            if (start >= length)
            {
                start -= length;
                continue;
            }

            if (part.Source is null) return part.Span;
            var at = -1;
            // Of a qualified name the place is that of the qualifier: the name is the next one from there on.
            for (var i = part.Value.IndexOf(name, StringComparison.OrdinalIgnoreCase); i >= 0; i = part.Value.IndexOf(name, i + 1, StringComparison.OrdinalIgnoreCase))
            {
                var next = part.Source.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase);
                if (next < 0) break;
                at = next;
                if (i >= start) break;
            }

            return at < 0 ? part.Span : new TextSpan(part.Span.Start + at, name.Length);
        }

        return Span;
    }

    private sealed record Part(string Value, TextSpan Span, string? Source);
}
