using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Rules;

/// <summary>PostgreSQL's parser refuses the file.</summary>
internal sealed class SyntaxError : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0001", "syntax-error", Severity.Error, "PostgreSQL cannot parse the file");

    public override void Judge(MigrationFile file, FindingSink findings)
    {
        if (file.ParseError is not { } error) return;
        var at = Math.Clamp(error.Position, 0, file.Source.Bytes.Length);
        findings.Add(file, at, EndOfWord(file.Source.Bytes, at), $"{error.Message}. {Advice(file, error, at)}");
    }

    private static string Advice(MigrationFile file, PgQueryException error, int at)
    {
        var line = LineAt(file.Source.Bytes, at);
        return error.Code switch
        {
            PgQueryError.Syntax when line.StartsWith('\\') => "psql's backslash commands are not SQL: remove them.",
            PgQueryError.Syntax => "Nothing of this file would be applied.",
            PgQueryError.InputTooLarge => "Split the file.",
            _ => "Simplify the statement or split the file.",
        };
    }

    private static string LineAt(ReadOnlySpan<byte> sql, int at)
    {
        var start = sql[..at].LastIndexOf((byte)'\n') + 1;
        var length = sql[start..].IndexOf((byte)'\n');
        return System.Text.Encoding.UTF8.GetString(length < 0 ? sql[start..] : sql.Slice(start, length)).TrimStart();
    }

    private static int EndOfWord(ReadOnlySpan<byte> sql, int at)
    {
        var end = at;
        while (end < sql.Length && (char.IsAsciiLetterOrDigit((char)sql[end]) || sql[end] == '_' || sql[end] >= 0x80)) end++;
        return end > at ? end : Math.Min(at + 1, sql.Length);
    }
}
