using System.Globalization;
using System.Text;

namespace SchemaBuild.MSBuild.Generation;

/// <summary>Any text as C# source.</summary>
internal static class Literal
{
    /// <summary>A string literal on one line.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                _ when EndsLine(c) || char.IsSurrogate(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return result.Append('"').ToString();
    }

    /// <summary>Text of an XML comment, on one line.</summary>
    public static string InComment(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ when EndsLine(c) => " ",
                // Neither XML nor UTF-8 has these alone, and nothing else has them.
                _ when char.IsSurrogate(c) || c >= '\uFFFE' => "",
                _ => c.ToString(),
            });
        }

        return result.ToString().Trim();
    }

    /// <summary>Whether a character is a control character or one of the two others that end a line for C#.</summary>
    public static bool EndsLine(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
