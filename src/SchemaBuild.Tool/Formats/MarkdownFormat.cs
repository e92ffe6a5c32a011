namespace SchemaBuild.Tool.Formats;

/// <summary>For a comment in a pull request.</summary>
internal static class MarkdownFormat
{
    public static void Write(LintReport report, TextWriter writer)
    {
        writer.WriteLine($"### schema-lint: {report.Summary().TrimEnd('.')}");
        foreach (var file in report.Visible.GroupBy(finding => finding.File))
        {
            writer.WriteLine();
            writer.WriteLine($"#### {Code(file.Key)}");
            foreach (var finding in file)
            {
                writer.WriteLine();
                writer.WriteLine($"**{finding.Severity.Word()} [{finding.Rule.Code}]({finding.Rule.HelpUrl}) {finding.Rule.Name}**, line {finding.Line}: {Escape(Printable.Line(finding.Message))}");
                if (finding.Help is not null)
                    WriteBlock(Printable.Clean(finding.Help), writer);
            }
        }
    }

    private static void WriteBlock(string sql, TextWriter writer)
    {
        var fence = Fence(sql, 3);
        writer.WriteLine();
        writer.WriteLine($"{fence}sql");
        writer.WriteLine(sql.TrimEnd());
        writer.WriteLine(fence);
    }

    private static string Code(string text) => Fence(text, 1) is var fence && fence.Length == 1 ? $"{fence}{Printable.Line(text)}{fence}" : $"{fence} {Printable.Line(text)} {fence}";

    /// <summary>More backticks than the text has in a row.</summary>
    private static string Fence(string text, int atLeast)
    {
        var (longest, current) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, current = c == '`' ? current + 1 : 0);
        return new string('`', Math.Max(atLeast, longest + 1));
    }

    private static string Escape(string text) => string.Concat(text.Select(c => "\\`*_[]<>|".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
}
