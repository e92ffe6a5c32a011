using System.Text;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>A constraint of ADD CONSTRAINT in the words in which it was written, cut out of its statement.</summary>
internal static class ConstraintText
{
    /// <summary>The text without CONSTRAINT and its name; null if it cannot be found.</summary>
    public static string? Of(Constraint constraint, SqlStatement statement)
    {
        var utf8 = Encoding.UTF8.GetBytes(statement.Sql);
        var from = constraint.Location - statement.Start;
        if (from < 0 || from >= utf8.Length) return null;

        var tokens = PgQueryParser.Scan(utf8.AsSpan(from)).Where(token => token.Kind is not (ScanTokenKind.LineComment or ScanTokenKind.BlockComment)).ToList();
        string Text(ScanToken token) => Encoding.UTF8.GetString(utf8, from + token.Start, token.End - token.Start);
        var first = tokens.Count > 0 && Text(tokens[0]).Equals("CONSTRAINT", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        if (tokens.Count <= first || Text(tokens[first]).ToUpperInvariant() is not ("CHECK" or "FOREIGN" or "NOT")) return null;

        var depth = 0;
        var last = first;
        for (var i = first; i < tokens.Count; i++)
        {
            var text = Text(tokens[i]);
            if (depth == 0 && (text is "," or ";")) break;
            depth += text switch
            {
                "(" => 1,
                ")" => -1,
                _ => 0,
            };
            last = i;
        }

        return Encoding.UTF8.GetString(utf8, from + tokens[first].Start, tokens[last].End - tokens[first].Start);
    }
}
