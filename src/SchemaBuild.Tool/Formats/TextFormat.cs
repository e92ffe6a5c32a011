using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>For people: where, what, the lines of the file that it is about, and what to write instead.</summary>
internal static class TextFormat
{
    private const int Width = 100;
    private const string Indent = "  ";

    public static void Write(LintReport report, TextWriter writer)
    {
        var paint = new Paint(report.HasColor);
        var sources = new Dictionary<string, SourceLines>();
        foreach (var finding in report.Visible)
        {
            if (!sources.TryGetValue(finding.File, out var source))
                sources.Add(finding.File, source = SourceLines.Of(report.FileOf(finding)));
            Write(finding, source, paint, writer);
        }
    }

    private static void Write(Finding finding, SourceLines source, Paint paint, TextWriter writer)
    {
        var place = Printable.Line($"{finding.File}:{finding.Line}:{finding.Column}:");
        writer.WriteLine($"{paint.Bold(place)} {paint.Of(finding.Severity, $"{finding.Severity.Word()} {finding.Rule.Code}")} {finding.Rule.Name}");
        foreach (var line in Printable.Wrap(finding.Message, Width - Indent.Length))
            writer.WriteLine($"{Indent}{line}");
        writer.WriteLine();

        foreach (var line in SourceExcerpt.Of(finding, source, paint))
            writer.WriteLine($"{Indent}{line}".TrimEnd());

        if (finding.Help is not null)
        {
            writer.WriteLine($"{Indent}{paint.Good("help:")}");
            foreach (var line in Printable.Clean(finding.Help).Split('\n'))
                writer.WriteLine($"{Indent}{Indent}{paint.Good(line.TrimEnd())}".TrimEnd());
            writer.WriteLine();
        }
    }
}
