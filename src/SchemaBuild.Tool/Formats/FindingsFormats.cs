namespace SchemaBuild.Tool.Formats;

/// <summary>Writes a report.</summary>
internal delegate void FindingsFormat(LintReport report, TextWriter writer);

/// <summary>The formats of <c>lint --format</c>. A new one is one class and one line here.</summary>
internal static class FindingsFormats
{
    /// <summary>True for a format that tells how findings are mended, which costs further analyses.</summary>
    public static bool TakesFixes(string name) => name == "json";

    public const string Default = "text";

    public static IReadOnlyDictionary<string, FindingsFormat> All { get; } = new OrderedDictionary<string, FindingsFormat>
    {
        [Default] = TextFormat.Write,
        ["concise"] = ConciseFormat.Write,
        ["json"] = JsonFormat.Write,
        ["sarif"] = SarifFormat.Write,
        ["github"] = GitHubFormat.Write,
        ["gitlab"] = GitLabFormat.Write,
        ["junit"] = JUnitFormat.Write,
        ["markdown"] = MarkdownFormat.Write,
        ["msbuild"] = MSBuildFormat.Write,
    };
}
