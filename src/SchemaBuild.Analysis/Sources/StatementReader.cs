using System.Text;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Sources;

/// <summary>Cuts a file into its statements and gives each the directives above it.</summary>
internal sealed class StatementReader
{
    private static readonly byte[] DirectivePrefix = Encoding.ASCII.GetBytes(Directive.Prefix);

    private readonly MigrationFile _file;
    private readonly List<SqlStatement> _statements = [];
    private readonly List<Directive> _directives = [];

    /// <exception cref="PgQueryException">The file is not SQL.</exception>
    public StatementReader(MigrationFile file)
    {
        _file = file;
        var mayHaveDirectives = Sql.IndexOf(DirectivePrefix) >= 0;
        var gap = 0;
        foreach (var raw in PgQueryParser.Parse(Sql).Stmts)
        {
            if (raw.Stmt is null) continue;
            var comments = mayHaveDirectives ? new List<Comment>() : null;
            var start = SqlTrivia.Skip(Sql, Math.Min(gap, raw.StmtLocation), comments);
            IReadOnlyList<Directive> own = comments is { Count: > 0 } ? ReadBetween(comments) : [];

            // PostgreSQL gives no length for a last statement without semicolon.
            var semicolon = raw.StmtLen > 0 ? raw.StmtLocation + raw.StmtLen : Sql.Length;
            var end = EndOf(start, semicolon);
            if (mayHaveDirectives) ReadInside(start, raw.StmtLen > 0 ? semicolon : end);
            _statements.Add(new SqlStatement(file, _statements.Count, raw.Stmt, start, end) { Directives = own });
            gap = raw.StmtLen > 0 ? semicolon : end;
        }

        if (!mayHaveDirectives) return;
        var last = new List<Comment>();
        SqlTrivia.Skip(Sql, gap, last);
        ReadBetween(last);
        RefuseContradiction();
    }

    public IReadOnlyList<SqlStatement> Statements => _statements;

    public IReadOnlyList<Directive> Directives => _directives;

    private ReadOnlySpan<byte> Sql => _file.Source.Bytes;

    /// <summary>Reads the directives between two statements; returns those for the statement that follows.</summary>
    private List<Directive> ReadBetween(List<Comment> comments)
    {
        var isTop = _statements.Count == 0;
        var own = new List<Directive>();
        for (var i = 0; i < comments.Count; i++)
        {
            // The block of comments that a directive stands in decides: a blank line under the block makes it the file's.
            var blockEnd = i;
            while (blockEnd + 1 < comments.Count && !SqlTrivia.BlankLineFollows(Sql, comments[blockEnd].End)) blockEnd++;
            var coversFile = isTop && SqlTrivia.BlankLineFollows(Sql, comments[blockEnd].End);
            if (Directive.Parse(comments[i], coversFile) is not { } directive) continue;
            if (!isTop && directive.IsAboutFile) directive.Refuse($"'{directive.Verb}' is about the whole file. Move it above the first statement.");
            _directives.Add(directive);
            if (!directive.CoversFile) own.Add(directive);
        }

        return own;
    }

    /// <summary>A directive inside a statement would be about nothing, so it is an error and not ignored.</summary>
    private void ReadInside(int start, int end)
    {
        if (Sql[start..end].IndexOf(DirectivePrefix) < 0) return;
        foreach (var token in PgQueryParser.Scan(Sql[start..end]))
        {
            if (!IsComment(token)) continue;
            var (from, to) = (start + token.Start, start + token.End);
            if (Directive.Parse(new Comment(from, to, Encoding.UTF8.GetString(Sql[from..to])), coversFile: false) is not { } directive) continue;
            directive.Refuse($"'{directive.Verb}' stands inside a statement, where it has no effect. Move it above the statement.");
            _directives.Add(directive);
        }
    }

    private void RefuseContradiction()
    {
        if (_directives.Find(directive => directive.Verb == "transaction") is not null)
            _directives.Find(directive => directive.Verb == "no-transaction")?.Refuse("'no-transaction' contradicts 'transaction' in this file. Keep one of them.");
    }

    /// <summary>The end of the last token: comments in front of the semicolon, or at the end of the file, are not part of the statement.</summary>
    private int EndOf(int start, int semicolon)
    {
        var text = Sql[start..semicolon].TrimEnd(SqlTrivia.Space);
        var lastLine = text[(text.LastIndexOf((byte)'\n') + 1)..];
        if (lastLine.IndexOf("--"u8) < 0 && !text.EndsWith("*/"u8)) return start + text.Length;
        return start + SqlTrivia.EndOfTokens(text);
    }

    private static bool IsComment(ScanToken token) => token.Kind is ScanTokenKind.LineComment or ScanTokenKind.BlockComment;
}
