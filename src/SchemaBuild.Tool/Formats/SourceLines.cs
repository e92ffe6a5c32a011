using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>The lines of a file, without their ends and without byte order mark.</summary>
internal sealed class SourceLines(string text)
{
    private readonly string[] _lines = text.Split('\n');

    /// <summary>A line, 1 for the first; empty where the file has none.</summary>
    public string this[int number] => number >= 1 && number <= _lines.Length ? _lines[number - 1].TrimEnd('\r') : "";

    public static SourceLines Of(MigrationInput file) => new(Encoding.UTF8.GetString(file.Content.Span).TrimStart('\uFEFF'));
}
