using System.Text;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Constraints and defaults in the words in which they were written, cut out of their statement.</summary>
internal static class ConstraintText
{
    private static readonly string[] TableConstraints = ["CHECK", "FOREIGN", "NOT"];

    /// <summary>A constraint of ADD CONSTRAINT without CONSTRAINT and its name; null if it cannot be found.</summary>
    public static string? Of(Constraint constraint, SqlStatement statement) =>
        Words.At(constraint.Location, statement)?.SkipName() is { } words && TableConstraints.Contains(words.First) ? words.Until(words.EndOfElement()) : null;

    /// <summary>CHECK and its condition, without what follows; null if it cannot be found.</summary>
    public static string? Check(Constraint constraint, SqlStatement statement) =>
        Words.At(constraint.Location, statement)?.SkipName() is { First: "CHECK" } words ? words.Until(words.EndOfParentheses()) : null;

    /// <summary>The condition of a domain for a column in the place of VALUE; null if it cannot be found.</summary>
    public static string? ForColumn(string check, string column)
    {
        var utf8 = Encoding.UTF8.GetBytes(check);
        var text = new StringBuilder();
        var end = 0;
        foreach (var token in PgQueryParser.Scan(utf8))
        {
            text.Append(Encoding.UTF8.GetString(utf8, end, token.Start - end));
            var word = Encoding.UTF8.GetString(utf8, token.Start, token.End - token.Start);
            text.Append(word.Equals("VALUE", StringComparison.OrdinalIgnoreCase) ? column : word);
            end = token.End;
        }

        return text.ToString();
    }

    /// <summary>
    /// A part of a column definition, such as DEFAULT with its value or REFERENCES with its actions, without CONSTRAINT and its name; null if it cannot be found.
    /// </summary>
    public static string? OfColumn(Constraint part, ColumnDef definition, SqlStatement statement)
    {
        var next = definition.Constraints.OfType<Constraint>()
            .Where(other => other.Location > part.Location && other.Contype is < ConstrType.CONSTR_ATTR_DEFERRABLE)
            .Select(other => (int?)other.Location).Min();
        // COLLATE may stand anywhere among them.
        if (definition.CollClause is { } collation && collation.Location > part.Location && (next is null || collation.Location < next)) next = collation.Location;
        return Words.At(part.Location, statement)?.SkipName() is { } words ? words.Until(Math.Min(words.EndOfElement(), words.Before(next))) : null;
    }

    /// <summary>The tokens from a place of a statement on.</summary>
    private sealed record Words(SqlStatement Statement, List<ScanToken> Tokens)
    {
        public static Words? At(int location, SqlStatement statement)
        {
            if (location < statement.Start || location >= statement.End) return null;
            var tokens = statement.Tokens.SkipWhile(token => statement.Start + token.Start < location).ToList();
            return tokens.Count == 0 ? null : new Words(statement, tokens);
        }

        public string First => Text(0).ToUpperInvariant();

        public Words? SkipName() => First != "CONSTRAINT" ? this : Tokens.Count > 2 ? this with { Tokens = Tokens[2..] } : null;

        /// <summary>The number of tokens up to the comma, semicolon or parenthesis that ends the element.</summary>
        public int EndOfElement()
        {
            var depth = 0;
            for (var i = 0; i < Tokens.Count; i++)
            {
                var text = Text(i);
                if (depth == 0 && text is "," or ";") return i;
                depth += Depth(text);
                if (depth < 0) return i;
            }

            return Tokens.Count;
        }

        /// <summary>The number of tokens up to the end of the first parentheses.</summary>
        public int EndOfParentheses()
        {
            var depth = 0;
            for (var i = 0; i < Tokens.Count; i++)
            {
                depth += Depth(Text(i));
                if (depth == 0 && Text(i) == ")") return i + 1;
            }

            return Tokens.Count;
        }

        /// <summary>The number of tokens before a place of the file.</summary>
        public int Before(int? location) => location is null ? Tokens.Count : Tokens.TakeWhile(token => Statement.Start + token.Start < location).Count();

        public string? Until(int end) => end == 0 ? null : Slice(Tokens[0].Start, Tokens[end - 1].End);

        private string Text(int token) => Slice(Tokens[token].Start, Tokens[token].End);

        private string Slice(int start, int end) => Statement.File.Source.Slice(Statement.Start + start, Statement.Start + end);

        private static int Depth(string text) => text switch
        {
            "(" => 1,
            ")" => -1,
            _ => 0,
        };
    }
}
