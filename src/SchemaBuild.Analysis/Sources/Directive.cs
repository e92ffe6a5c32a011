namespace SchemaBuild.Analysis.Sources;

/// <summary>One comment <c>-- schemabuild:VERB …</c>.</summary>
internal sealed class Directive
{
    public const string Prefix = "schemabuild:";
    private static readonly string[] Verbs = ["allow", "no-transaction", "transaction", "backfill", "verify", "snapshot"];

    private Directive(Comment comment, string verb)
    {
        (Start, End, Verb) = (comment.Start, comment.End, verb);
    }

    /// <summary>Byte offsets of the comment.</summary>
    public int Start { get; }

    public int End { get; }

    public string Verb { get; }

    /// <summary>The codes of an <c>allow</c>.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public string? Reason { get; private set; }

    public DateOnly? Until { get; private set; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>An <c>allow</c> at the top of the file, followed by a blank line, is about the whole file.</summary>
    public bool CoversFile { get; init; }

    /// <summary>Set when an <c>allow</c> has silenced a finding.</summary>
    public bool Used { get; set; }

    public bool Allows(string code, DateOnly today) =>
        Verb == "allow" && Error is null && (Until is null || today < Until) && Codes.Contains(code, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for verbs that say how the whole file runs, wherever they stand.</summary>
    public bool IsAboutFile => Verb is "no-transaction" or "transaction";

    /// <summary>Makes it an error, unless it is one already.</summary>
    public void Refuse(string error) => Error ??= error;

    /// <summary>Reads a comment; null if it is no directive.</summary>
    public static Directive? Parse(Comment comment, bool coversFile)
    {
        var text = comment.Content;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return null;

        var words = Split(text[Prefix.Length..], out var isOpen);
        var verb = words.Count == 0 ? "" : words[0];
        var directive = new Directive(comment, verb) { CoversFile = coversFile };
        if (!comment.IsLine)
            directive.Error = $"A directive is a line comment. Write it as: -- {Prefix}{verb} …";
        else if (isOpen)
            directive.Error = "A double quote is not closed.";
        else if (!Verbs.Contains(verb))
            directive.Error = $"'{verb}' is not a directive. Known are {string.Join(", ", Verbs)}.";
        else if (verb == "allow")
            directive.ReadAllow(words);
        else if (words.Count > 1)
            directive.Error = $"'{verb}' takes no '{words[1]}'.";
        return directive;
    }

    private void ReadAllow(List<string> words)
    {
        var codes = new List<string>();
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("reason=", StringComparison.Ordinal)) Reason = word["reason=".Length..].Trim('"');
            else if (word.StartsWith("until=", StringComparison.Ordinal)) ReadUntil(word["until=".Length..].Trim('"'));
            else if (word.Contains('=', StringComparison.Ordinal)) Error = $"'{word[..word.IndexOf('=', StringComparison.Ordinal)]}' is not a key of allow. Known are reason and until.";
            else codes.AddRange(word.Split(',', StringSplitOptions.RemoveEmptyEntries));
        }

        Codes = codes;
        if (Error is not null) return;
        if (codes.Count == 0) Error = "allow names no code. Write for example: allow SB1001 reason=\"the table is small\".";
        else if (codes.FirstOrDefault(code => !IsCode(code)) is { } wrong) Error = $"'{wrong}' is not a code. A code is SB and four digits.";
        else if (string.IsNullOrWhiteSpace(Reason)) Error = "allow needs a reason: reason=\"why this is safe here\".";
    }

    private void ReadUntil(string date)
    {
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", out var until)) Until = until;
        else Error = $"until={date} is not a date. Write it as until=2027-01-31.";
    }

    private static bool IsCode(string code) =>
        code.Length == 6 && code.StartsWith("SB", StringComparison.OrdinalIgnoreCase) && code.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Words at blanks, but not inside double quotes.</summary>
    private static List<string> Split(string text, out bool isOpen)
    {
        var words = new List<string>();
        var start = -1;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            var end = i == text.Length || (char.IsWhiteSpace(text[i]) && !quoted);
            if (end && start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
            else if (!end)
            {
                if (text[i] == '"') quoted = !quoted;
                if (start < 0) start = i;
            }
        }

        isOpen = quoted;
        return words;
    }
}
