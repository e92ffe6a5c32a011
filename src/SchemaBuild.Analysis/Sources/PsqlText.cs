using System.Text;
using System.Text.RegularExpressions;

namespace SchemaBuild.Analysis.Sources;

/// <summary>What only psql understands, and what the parser therefore refuses: backslash commands, variables, rows behind COPY … FROM STDIN.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Message">What it is, and what to write instead.</param>
internal sealed partial record PsqlText(TextSpan Span, string Message)
{
    /// <summary>Null if the file can be parsed, or if what is wrong with it is something else.</summary>
    public static PsqlText? Of(MigrationFile file)
    {
        if (file.ParseError is not { Code: PgQuery.PgQueryError.Syntax } error) return null;
        var text = file.Source.Text;
        if (RowsOfCopy(file, error.Position) is { } rows) return rows;
        if (error.Position < 0 || error.Position >= file.Source.Bytes.Length) return null;
        var at = file.Source.CharIndexOf(error.Position);
        if (text[at] == '\\') return Command(file, text, at);
        return text[at] == ':' && Variable().Match(text, at) is { Success: true } variable
            ? new PsqlText(SpanOf(file, at, at + variable.Length), $"{variable.Value} is a variable of psql, and only psql puts its value in. Write the value itself; if it differs between environments, set it by the application, outside of migrations.")
            : null;
    }

    private static PsqlText Command(MigrationFile file, string text, int at)
    {
        var command = CommandName().Match(text, at).Value;
        var lineEnd = text.IndexOf('\n', at);
        var line = (lineEnd < 0 ? text[at..] : text[at..lineEnd]).TrimEnd();
        return new PsqlText(SpanOf(file, at, at + line.Length), $"{command} is a command of psql, which the server does not know. {Instead(command)}");
    }

    private static string Instead(string command) => command switch
    {
        "\\i" or "\\ir" or "\\include" or "\\include_relative" => "Put the statements of the other file into this one, so that what is applied is what is checksummed.",
        "\\c" or "\\connect" => "Delete it: whoever applies the file chooses the database.",
        "\\set" or "\\unset" or "\\gset" or "\\getenv" or "\\prompt" => "Delete it and write the value where the variable is used. That a run stops at the first error needs no setting.",
        "\\copy" => "The server cannot read the client's files. Write the rows as INSERT INTO … VALUES, or load them by the application.",
        "\\if" or "\\elif" or "\\else" or "\\endif" => "Write the condition as IF NOT EXISTS, or as IF … THEN in a DO block.",
        "\\g" or "\\gexec" or "\\gx" => "End the statement with a semicolon. For statements that a query makes, write a DO block that runs EXECUTE format(…).",
        "\\." => "It ends rows behind COPY … FROM STDIN. Write the rows as INSERT INTO … VALUES.",
        _ => "Delete it.",
    };

    /// <summary>From the line behind COPY … FROM STDIN to the one that ends the rows. Where in them the parser stumbles is chance.</summary>
    private static PsqlText? RowsOfCopy(MigrationFile file, int error)
    {
        var text = file.Source.Text;
        var at = error < 0 || error > file.Source.Bytes.Length ? text.Length : file.Source.CharIndexOf(error);
        foreach (Match copy in Copy().Matches(text))
        {
            var start = copy.Index + copy.Length;
            if (start > at) break;
            var end = EndOfRows().Match(text, start - 1);
            if (!end.Success || (error >= 0 && at > end.Index + end.Length)) continue;
            var lineEnd = text.IndexOf('\n', start);
            return new PsqlText(
                SpanOf(file, start, lineEnd < 0 ? text.Length : lineEnd),
                $"These are the rows of COPY {copy.Groups["table"].Value} FROM STDIN, which only psql tells from statements. Write them as INSERT INTO {copy.Groups["table"].Value} … VALUES; pg_dump does so with --inserts.");
        }

        return null;
    }

    private static TextSpan SpanOf(MigrationFile file, int start, int end) => new(Encoding.UTF8.GetByteCount(file.Source.Text.AsSpan(0, start)), Encoding.UTF8.GetByteCount(file.Source.Text.AsSpan(0, end)));

    [GeneratedRegex("""\G:(?:[A-Za-z_][A-Za-z0-9_]*|'[^'\n]+'|"[^"\n]+"|\{\?[^}\n]+\})""")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\G\\(?:[A-Za-z_+]+|\.|!|\?)?")]
    private static partial Regex CommandName();

    [GeneratedRegex("""\bCOPY\s+(?<table>[\w."]+)[^;]*?\bFROM\s+STDIN\b[^;]*;[ \t]*\n""", RegexOptions.IgnoreCase)]
    private static partial Regex Copy();

    [GeneratedRegex(@"\n\\\.[ \t]*(?:\n|\z)")]
    private static partial Regex EndOfRows();
}
