using System.Text;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A name is longer than PostgreSQL keeps.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS.</remarks>
internal sealed class TruncatedName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5067", "truncated-name", Severity.Warning, "A name is cut at 63 bytes");

    public override bool JudgesRefused => true;

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        var seen = new Dictionary<string, string>();
        foreach (var statement in file.File.Statements)
        {
            var sql = file.File.Source.Bytes.AsSpan(statement.Start, statement.End - statement.Start);
            if (!HasLongWord(sql)) continue;
            foreach (var token in PgQueryParser.Scan(sql))
            {
                if (token.Kind != ScanTokenKind.Identifier || token.End - token.Start <= Identifier.MaxBytes) continue;
                var text = Encoding.UTF8.GetString(sql[token.Start..token.End]);
                var name = text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text.ToLowerInvariant();
                var kept = Identifier.Truncate(name);
                if (kept == name) continue;
                var isKnown = !seen.TryAdd(kept, name);
                if (isKnown && seen[kept] == name) continue;
                var collision = isKnown ? $" {seen[kept]} is cut to the same, so the two are one name." : "";
                findings.Add(
                    statement,
                    $"PostgreSQL keeps 63 bytes of a name, so this becomes {kept}: what reads the catalogue, a client that compares names, or another name that begins like it does not meet the one that is written here.{collision} Write a shorter one.",
                    place: new TextSpan(statement.Start + token.Start, statement.Start + token.End));
            }
        }
    }

    /// <summary>Whether there is anything to look at: scanning every statement would take longer than all other rules.</summary>
    private static bool HasLongWord(ReadOnlySpan<byte> sql)
    {
        var length = 0;
        var isQuoted = false;
        foreach (var c in sql)
        {
            if (c == '"') (isQuoted, length) = (!isQuoted, 0);
            else if (isQuoted || c >= 0x80 || char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'$') length++;
            else length = 0;
            if (length > Identifier.MaxBytes) return true;
        }

        return false;
    }
}
