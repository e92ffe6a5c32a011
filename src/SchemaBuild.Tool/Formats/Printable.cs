using System.Globalization;
using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>Makes text of a file safe to show: it may hold escape sequences that a terminal would obey.</summary>
internal static class Printable
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text on one line.</summary>
    public static string Line(string text) => Clean(text.ReplaceLineEndings(" "));

    /// <summary>The text with a replacement for what is neither text nor a line end.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') || !text.Any(IsHarmful))
            return text;
        return string.Create(text.Length, text, static (result, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                result[i] = IsHarmful(text[i]) ? Replacement : text[i];
        });
    }

    /// <summary>The lines of <paramref name="text"/>, broken at spaces so that none is longer than <paramref name="width"/> where that can be.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in Line(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    /// <summary>The severity as compilers write it.</summary>
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Suggestion => "suggestion",
        Severity.Silent => "silent",
        _ => "none",
    };

    // Besides control characters, those that turn the direction of what follows (U+202E and its kind).
    private static bool IsHarmful(char c) => c is not ('\n' or '\t') && (char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format);
}
