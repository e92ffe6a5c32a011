namespace SchemaBuild.PgQuery;

/// <summary>
/// The parser keeps comments as tokens, and so does not see that the words belong together in <c>NULLS /* here */ FIRST</c>, <c>NOT … IN</c> or
/// <c>WITH … TIME ZONE</c>, which the server does. With blanks in place of the comments it does, and every offset stays.
/// </summary>
internal static class CommentMask
{
    /// <summary>The text with blanks for comments, or null if it holds none or cannot be split into tokens.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="inBodies">Also those in the bodies of routines, where a body is a dollar-quoted string.</param>
    public static byte[]? Mask(ReadOnlySpan<byte> utf8, bool inBodies)
    {
        var masked = utf8.ToArray();
        return BlankComments(masked, inBodies) ? masked : null;
    }

    private static bool BlankComments(Span<byte> text, bool inBodies)
    {
        IReadOnlyList<ScanToken> tokens;
        try
        {
            tokens = PgQueryParser.Scan(text);
        }
        catch (PgQueryException)
        {
            return false;
        }

        var found = false;
        foreach (var token in tokens)
        {
            var part = text[token.Start..token.End];
            if (token.Kind is ScanTokenKind.LineComment or ScanTokenKind.BlockComment)
            {
                Blank(part);
                found = true;
            }
            else if (inBodies && token.Kind == ScanTokenKind.StringConstant && part[0] == (byte)'$')
            {
                var quote = part[1..].IndexOf((byte)'$') + 2;
                found |= BlankComments(part[quote..^quote], inBodies: false);
            }
        }
        return found;
    }

    /// <summary>Line ends stay: they count in messages, and between the parts of a string.</summary>
    private static void Blank(Span<byte> comment)
    {
        foreach (ref var character in comment)
            character = character is (byte)'\n' or (byte)'\r' ? character : (byte)' ';
    }
}
