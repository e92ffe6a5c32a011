using System.Text;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Proof;

/// <summary>A statement to prove: after the state and what is given, in a transaction of its own.</summary>
/// <param name="Line">Where it stands in its file.</param>
/// <param name="Given">Statements that are committed before it; SETs among them still hold.</param>
/// <param name="Sql">The statement.</param>
public sealed record ProofCase(int Line, IReadOnlyList<string> Given, string Sql)
{
    /// <summary>
    /// Reads a file of <c>Effects/</c>: <c>-- state: NAME</c> in its first line, then statements. Those between <c>-- given</c> and <c>-- then</c> prepare
    /// the one after <c>-- then</c>, or all of those after <c>-- then each</c>, up to the next <c>-- given</c>.
    /// </summary>
    public static (string State, IReadOnlyList<ProofCase> Cases) ReadFile(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var utf8 = Encoding.UTF8.GetBytes(text);
        var cases = new List<ProofCase>();
        IReadOnlyList<string> given = [];
        var (collecting, isForEach) = (false, false);
        var end = 0;
        foreach (var raw in PgQueryParser.Parse(utf8).Stmts)
        {
            // A statement starts at its first word; the markers stand before it.
            var start = end;
            end = raw.StmtLen == 0 ? utf8.Length : raw.StmtLocation + raw.StmtLen;
            var piece = Encoding.UTF8.GetString(utf8, start, end - start).TrimStart(';');
            var lines = piece.Split('\n').SkipWhile(line => line.Trim().Length == 0 || line.StartsWith("--", StringComparison.Ordinal)).ToList();
            foreach (var marker in piece.Split('\n').TakeWhile(line => line.Trim().Length == 0 || line.StartsWith("--", StringComparison.Ordinal)))
            {
                if (marker.Trim() == "-- given") (collecting, given) = (true, []);
                if (marker.Trim() is "-- then" or "-- then each") (collecting, isForEach) = (false, marker.Trim() == "-- then each");
            }

            var sql = string.Join('\n', lines).Trim();
            if (collecting)
            {
                given = [.. given, sql];
                continue;
            }

            cases.Add(new ProofCase(utf8.AsSpan(0, raw.StmtLocation).Count((byte)'\n') + 1, given, sql));
            if (!isForEach) given = [];
        }

        return (text[..text.IndexOf('\n', StringComparison.Ordinal)].Replace("-- state:", "", StringComparison.Ordinal).Trim(), cases);
    }
}
