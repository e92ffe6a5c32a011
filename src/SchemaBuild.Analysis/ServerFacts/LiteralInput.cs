using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Whether the input functions of plain types read a text: int.c, int8.c, bool.c, uuid.c, numeric.c, float.c, jsonfuncs.c, datetime.c, rangetypes.c. Types not listed read anything.</summary>
internal static partial class LiteralInput
{
    /// <summary>The SQLSTATE with which the server refuses the text, or null.</summary>
    /// <param name="type">Name in pg_catalog.</param>
    /// <param name="text">What is between the quotes.</param>
    /// <param name="major">Of the server.</param>
    public static string? Refusal(string type, string text, int major)
    {
        var value = text.Trim(' ', '\t', '\n', '\v', '\f', '\r');
        return type switch
        {
            "int2" => Integer(value, short.MinValue, short.MaxValue, major),
            "int4" => Integer(value, int.MinValue, int.MaxValue, major),
            "int8" => Integer(value, long.MinValue, long.MaxValue, major),
            "bool" => IsBoolean(value) ? null : "22P02",
            "uuid" => Uuid().IsMatch(text) ? null : "22P02",
            "numeric" or "float4" or "float8" => Number().IsMatch(value) || major >= NumbersOfOtherBases && OtherBase().IsMatch(value.Replace("_", "", StringComparison.Ordinal)) || value.Contains('_', StringComparison.Ordinal) ? null : "22P02",
            "date" or "timestamp" or "timestamptz" => MayBeTime(value) ? null : "22007",
            "int4range" or "int8range" or "numrange" or "daterange" or "tsrange" or "tstzrange" => value is ['[' or '(', ..] || value.Equals("empty", StringComparison.OrdinalIgnoreCase) ? null : "22P02",
            "json" or "jsonb" => IsJson(text) ? null : "22P02",
            _ => null,
        };
    }

    private const int NumbersOfOtherBases = 16;

    private static string? Integer(string value, long smallest, long largest, int major)
    {
        // From 16 on numbers may have underscores and another base, which are seldom wrong.
        if (major >= NumbersOfOtherBases && (OtherBase().IsMatch(value) || value.Contains('_', StringComparison.Ordinal))) return null;
        if (!Digits().IsMatch(value)) return "22P02";
        var number = BigInteger.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return number < smallest || number > largest ? "22003" : null;
    }

    private static readonly string[] TimeWords = ["now", "today", "tomorrow", "yesterday", "epoch", "infinity"];

    /// <summary>What has no digit is a time only by one of a few words, beside which others may stand.</summary>
    private static bool MayBeTime(string value) => value.AsSpan().ContainsAnyInRange('0', '9') || Array.Exists(TimeWords, word => value.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsBoolean(string value)
    {
        var word = value.ToLowerInvariant();
        return word.Length > 0 && (Array.Exists(["true", "false", "yes", "no"], whole => whole.StartsWith(word, StringComparison.Ordinal)) || word is "on" or "of" or "off" or "1" or "0");
    }

    private static bool IsJson(string text)
    {
        // How deep it may be is a matter of the server's stack.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[+-]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[+-]?0[xXoObB][0-9a-fA-F]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex OtherBase();

    [GeneratedRegex(@"\A[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|nan|inf|infinity|0x[0-9a-f.p+-]+)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A(\{([0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}\}|([0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();
}
