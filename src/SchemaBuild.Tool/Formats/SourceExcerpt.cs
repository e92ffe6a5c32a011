using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>
/// The lines that a finding is about: one line with the span underlined, several lines each marked with <c>&gt;</c>.
/// </summary>
internal static class SourceExcerpt
{
    private const int MaxLines = 8;
    private const int MaxWidth = 110;
    private const int TabWidth = 4;
    private const string Cut = "…";

    /// <summary>The lines to show, ending with an empty one; nothing for a finding about a file as a whole.</summary>
    public static IEnumerable<string> Of(Finding finding, SourceLines source, Paint paint)
    {
        if ((finding.EndLine, finding.EndColumn) == (finding.Line, finding.Column))
            yield break;

        // A span that ends at the very start of a line does not include it.
        var lastLine = finding.EndColumn == 1 && finding.EndLine > finding.Line ? finding.EndLine - 1 : finding.EndLine;
        var gutter = $"{lastLine}".Length;
        if (lastLine == finding.Line)
        {
            var (text, underline) = Underlined(source[finding.Line], finding.Column, finding.EndLine > finding.Line ? int.MaxValue : finding.EndColumn);
            yield return $"{paint.Faint($"{finding.Line} |")} {text}";
            yield return $"{paint.Faint($"{new string(' ', gutter)} |")} {paint.Of(finding.Severity, underline)}";
        }
        else
        {
            var shownLast = lastLine - finding.Line < MaxLines ? lastLine : finding.Line + MaxLines - 2;
            for (var number = finding.Line; number <= shownLast; number++)
                yield return $"{paint.Of(finding.Severity, ">")} {paint.Faint($"{number.ToString(provider: null).PadLeft(gutter)} |")} {Shorten(Visible(source[number]))}";
            if (shownLast < lastLine)
                yield return $"{paint.Of(finding.Severity, ">")} {paint.Faint($"{new string(' ', gutter)} |")} {Cut} {LintReport.Plural(lastLine - shownLast, "more line")}";
        }

        yield return "";
    }

    private static (string Text, string Underline) Underlined(string line, int column, int endColumn)
    {
        var from = Math.Clamp(column - 1, 0, line.Length);
        var to = Math.Clamp(endColumn - 1, from, line.Length);
        var before = Visible(line[..from]);
        var span = Visible(line[from..to]);

        // What matters is the start of the span: a long line is cut on both sides of it.
        if (Width(before) > MaxWidth / 2)
            before = Cut + before[^(MaxWidth / 4)..].TrimStart();
        var room = MaxWidth - before.Length;
        if (span.Length > room)
            return (before + span[..room] + Cut, new string(' ', Width(before)) + new string('^', Width(span[..room])));
        return (
            Shorten(before + span + Visible(line[to..])),
            new string(' ', Width(before)) + new string('^', Math.Max(1, Width(span))));
    }

    private static string Shorten(string text) => text.Length <= MaxWidth ? text : text[..MaxWidth] + Cut;

    private static string Visible(string text) => Printable.Clean(text.Replace("\t", new string(' ', TabWidth), StringComparison.Ordinal));

    /// <summary>How many characters a reader sees: a surrogate pair is one.</summary>
    private static int Width(string text) => text.EnumerateRunes().Count();
}
