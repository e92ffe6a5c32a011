using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.PgQuery.Native;

namespace SchemaBuild.PgQuery;

/// <summary>
/// The parser knows no types but PostgreSQL's own. It takes a variable of any other type for a row, which cannot stand in a list behind INTO, and one of <c>t%ROWTYPE</c> for a value, which
/// has no fields. What a variable is can be seen from how it is used: with the type that fits, the parser reads the body as the server does.
/// </summary>
internal sealed partial class VariableTypes
{
    private const string Row = "record";
    private const string Value = "text";

    private readonly Dictionary<string, string> _wanted = [];
    private readonly List<(int Start, int End, string Type)> _edits = [];
    private readonly byte[] _text;
    private readonly string _message;

    private VariableTypes(byte[] text, string message)
    {
        (_text, _message) = (text, message);
        // The first may be that of a block or of the routine.
        if (UnknownField().Match(message) is { Success: true } field)
            foreach (var part in field.Groups[1].Value.Split('.')) _wanted[part] = Row;
        if (NotScalar().Match(message) is { Success: true } scalar) _wanted[scalar.Groups[1].Value] = Value;
    }

    /// <summary>The text with other types of some variables and parameters, or null if that does not help against what it is refused for.</summary>
    /// <param name="sql">One or more statements with bodies in PL/pgSQL.</param>
    /// <param name="message">The parser's.</param>
    public static string? Change(string sql, string message)
    {
        if (!IsAboutLists(message) && !UnknownField().IsMatch(message) && message != NoCollation && !message.StartsWith(PgQueryParser.NotImplemented, StringComparison.Ordinal)) return null;
        var change = new VariableTypes(ParserCall.Encode(sql), message);
        return change.Find() ? change.Result() : null;
    }

    private const string NoCollation = "collations are not supported by type record";

    private static bool IsAboutLists(string message) => NotScalar().IsMatch(message) || message is "record variable cannot be part of multiple-item INTO list" or "syntax error at or near \",\"";

    private bool Find()
    {
        try
        {
            var statement = Words(0, _text.Length);
            var bodies = statement.Where(word => word.IsString).Select(body => Words(body.Start + body.Quote, body.End - body.Quote)).ToList();
            if (_message.StartsWith(PgQueryParser.NotImplemented, StringComparison.Ordinal))
            {
                TypesOfColumns(statement, onlyArrays: false);
                bodies.ForEach(body => TypesOfColumns(body, onlyArrays: true));
                return _edits.Count > 0;
            }

            if (IsAboutLists(_message)) bodies.ForEach(WantLists);
            Parameters(statement);
            bodies.ForEach(Declarations);
            return _edits.Count > 0;
        }
        catch (PgQueryException)
        {
            return false;
        }
    }

    private string Result()
    {
        var text = new MemoryStream();
        var at = 0;
        foreach (var (start, end, type) in _edits.OrderBy(edit => edit.Start))
        {
            text.Write(_text.AsSpan(at, start - at));
            text.Write(Encoding.UTF8.GetBytes(type));
            // Lines count in the tree.
            text.Write(Encoding.UTF8.GetBytes(new string('\n', _text.AsSpan(start, end - start).Count((byte)'\n'))));
            at = end;
        }

        text.Write(_text.AsSpan(at));
        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Variables in a list behind INTO, or between FOR and IN, are values.</summary>
    private void WantLists(List<Word> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].Is("into") && !words[i].Is("for")) continue;
            var (names, isList) = (new List<string>(), false);
            for (var at = words[i + 1 < words.Count && words[i + 1].Is("strict") ? i + 1 : i].Index + 1; at < words.Count && words[at].IsName; at += 2)
            {
                names.Add(words[at].Name);
                if (at + 1 >= words.Count || !words[at + 1].Is(",")) break;
                isList = true;
            }

            if (!isList) continue;
            foreach (var name in names) _wanted[name] = Value;
        }
    }

    /// <summary><c>t.c%TYPE</c> of a parameter, and arrays of that or of <c>t%ROWTYPE</c>.</summary>
    private void TypesOfColumns(List<Word> words, bool onlyArrays)
    {
        for (var i = 1; i + 1 < words.Count; i++)
        {
            if (!words[i].Is("%") || words[i + 1].Name is not ("type" or "rowtype")) continue;
            if (onlyArrays && !(i + 2 < words.Count && (words[i + 2].Is("[") || words[i + 2].Is("array")))) continue;
            var first = i - 1;
            while (first >= 2 && words[first - 1].Is(".")) first -= 2;
            _edits.Add((words[first].Start, words[i + 1].End, Value));
        }
    }

    /// <summary><c>name type</c> in parentheses, between commas: those of the routine, and of RETURNS TABLE.</summary>
    private void Parameters(List<Word> words)
    {
        var depth = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Is(")")) depth--;
            if (words[i].Is("(")) depth++;
            if (depth != 1 || !(words[i].Is("(") || words[i].Is(","))) continue;
            var name = i + 1;
            while (name < words.Count && (words[name].Is("in") || words[name].Is("out") || words[name].Is("inout") || words[name].Is("variadic"))) name++;
            if (name + 1 < words.Count && words[name].IsName && words[name + 1].IsName) Declare(words, name, name + 1);
        }
    }

    /// <summary><c>name [CONSTANT] type …;</c> between DECLARE and BEGIN.</summary>
    private void Declarations(List<Word> words)
    {
        var isDeclaring = false;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Is("declare")) isDeclaring = true;
            else if (words[i].Is("begin")) isDeclaring = false;
            if (!isDeclaring || !(words[i].Is("declare") || words[i].Is(";")) || i + 2 >= words.Count || !words[i + 1].IsName) continue;
            var type = words[i + 2].Name == "constant" ? i + 3 : i + 2;
            if (type < words.Count && words[type].IsName && words[type].Name is not ("alias" or "cursor")) Declare(words, i + 1, type);
        }
    }

    private void Declare(List<Word> words, int name, int type)
    {
        var (end, depth) = (type, 0);
        for (; end < words.Count; end++)
        {
            if (words[end].Is("(")) depth++;
            if (words[end].Is(")") && depth-- == 0) break;
            if (depth == 0 && Ends.Contains(words[end].Name)) break;
        }

        var (start, stop) = (words[type].Start, words[end - 1].End);
        var written = Encoding.UTF8.GetString(_text, start, stop - start).ToLowerInvariant();
        var isRow = written == Row || written.EndsWith("rowtype", StringComparison.Ordinal);
        var wanted = _message == NoCollation && end < words.Count && words[end].Is("collate") ? Value : _wanted.GetValueOrDefault(words[name].Name);
        if (wanted is null || wanted == written || (wanted == Value && isRow)) return;
        _edits.Add((start, stop, wanted));
    }

    private static readonly HashSet<string> Ends = [";", ",", ":=", "=", "default", "not", "collate"];

    private List<Word> Words(int start, int end)
    {
        var words = new List<Word>();
        foreach (var token in PgQueryParser.Scan(_text.AsSpan(start, end - start)))
            if (token.Kind is not (ScanTokenKind.LineComment or ScanTokenKind.BlockComment)) words.Add(new Word(words.Count, start + token.Start, start + token.End, token.Kind, _text));
        return words;
    }

    /// <summary>A token that is no comment.</summary>
    private readonly record struct Word(int Index, int Start, int End, ScanTokenKind Kind, byte[] Text)
    {
        private string Written => Encoding.UTF8.GetString(Text, Start, End - Start);

        /// <summary>As the parser knows it; of a keyword or a sign what is written.</summary>
        public string Name => Text[Start] == (byte)'"' ? Written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : Written.ToLowerInvariant();

        public bool IsName => Kind is ScanTokenKind.Identifier or ScanTokenKind.Keyword;

        public bool IsString => Kind == ScanTokenKind.StringConstant && Text[Start] is (byte)'$' or (byte)'\'';

        /// <summary>Length of what is before a string and behind it.</summary>
        public int Quote => Text[Start] == (byte)'\'' ? 1 : Text.AsSpan(Start + 1).IndexOf((byte)'$') + 2;

        public bool Is(string word) => Kind != ScanTokenKind.Identifier && Kind != ScanTokenKind.StringConstant && Name == word;
    }

    [GeneratedRegex("""^"([^"]+)\.[^".]+" is not a known variable$""", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownField();

    [GeneratedRegex("""^"(.+)" is not a scalar variable$""", RegexOptions.CultureInvariant)]
    private static partial Regex NotScalar();
}
