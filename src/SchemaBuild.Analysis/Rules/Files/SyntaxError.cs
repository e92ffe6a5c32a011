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
        if (file.ParseError is not { } error || PsqlText.Of(file) is not null) return;
        var at = Math.Clamp(error.Position, 0, file.Source.Bytes.Length);
        findings.Add(file, at, EndOfWord(file.Source.Bytes, at), $"{error.Message}. {Advice(error)}");
    }

    private static string Advice(PgQueryException error) => error.Code switch
    {
        PgQueryError.Syntax => "Nothing of this file would be applied.",
        PgQueryError.InputTooLarge => "Split the file.",
        _ => "Simplify the statement or split the file.",
    };

    private static int EndOfWord(ReadOnlySpan<byte> sql, int at)
    {
        var end = at;
        while (end < sql.Length && (char.IsAsciiLetterOrDigit((char)sql[end]) || sql[end] == '_' || sql[end] >= 0x80)) end++;
        return end > at ? end : Math.Min(at + 1, sql.Length);
    }
}
