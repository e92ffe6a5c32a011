using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Sources;

/// <summary>A migration or rollback file: what its name, header, directives and statements say.</summary>
internal sealed class MigrationFile
{
    private MigrationFile(SourceText source, string relativePath)
    {
        Source = source;
        RelativePath = relativePath.Replace('\\', '/');
        Name = MigrationFileName.Parse(RelativePath);
        Header = FileHeader.Read(source);
    }

    public SourceText Source { get; }

    /// <summary>The path below the migrations folder, with '/'.</summary>
    public string RelativePath { get; }

    /// <summary>Null if the name does not begin with a version.</summary>
    public MigrationFileName? Name { get; }

    public FileHeader Header { get; }

    public IReadOnlyList<SqlStatement> Statements { get; private set; } = [];

    public IReadOnlyList<Directive> Directives { get; private set; } = [];

    /// <summary>What PostgreSQL's parser said, or null.</summary>
    public PgQueryException? ParseError { get; private set; }

    public string Description => Header.Description ?? Name?.Name.Replace('_', ' ') ?? RelativePath;

    public bool HasDirective(string verb) => Directives.Any(directive => directive.Verb == verb && directive.Error is null);

    public static MigrationFile Read(SourceText source, string relativePath)
    {
        var file = new MigrationFile(source, relativePath);
        if (source.Error is null) file.Parse();
        return file;
    }

    private void Parse()
    {
        ParseResult tree;
        try
        {
            tree = PgQueryParser.Parse(Source.Bytes);
        }
        catch (PgQueryException error)
        {
            ParseError = error;
            return;
        }

        var sql = Source.Bytes.AsSpan();
        var mayHaveDirectives = sql.IndexOf("schemabuild:"u8) >= 0;
        var statements = new List<SqlStatement>(tree.Stmts.Count);
        var directives = new List<Directive>();
        var comments = mayHaveDirectives ? new List<Comment>() : null;
        var trailing = 0;
        foreach (var raw in tree.Stmts)
        {
            if (raw.Stmt is null) continue;
            comments?.Clear();
            // PostgreSQL puts a statement at its first word, so the comments above it begin where the last statement ended.
            var start = SqlTrivia.Skip(sql, trailing, comments);
            var end = raw.StmtLen > 0 ? raw.StmtLocation + raw.StmtLen : EndOfLastStatement();
            IReadOnlyList<Directive> own = [];
            if (comments is { Count: > 0 })
            {
                var found = ReadDirectives(comments, isTop: statements.Count == 0);
                directives.AddRange(found);
                own = [.. found.Where(directive => !directive.CoversFile)];
            }

            statements.Add(new SqlStatement(this, statements.Count, raw.Stmt, start, end) { Directives = own });
            trailing = end;
        }

        if (comments is not null)
        {
            comments.Clear();
            SqlTrivia.Skip(sql, trailing, comments);
            directives.AddRange(ReadDirectives(comments, isTop: statements.Count == 0));
        }

        Statements = statements;
        Directives = directives;
    }

    private List<Directive> ReadDirectives(List<Comment> comments, bool isTop)
    {
        var result = new List<Directive>();
        for (var i = 0; i < comments.Count; i++)
        {
            var comment = comments[i];
            // The block of comments that a directive stands in decides: a blank line under the block makes it the file's.
            var blockEnd = i;
            while (blockEnd + 1 < comments.Count && !SqlTrivia.BlankLineFollows(Source.Bytes, comments[blockEnd].End)) blockEnd++;
            var coversFile = isTop && SqlTrivia.BlankLineFollows(Source.Bytes, comments[blockEnd].End);
            if (comment.Line is { } line && Directive.Parse(line, comment.Start, comment.End, coversFile) is { } directive)
                result.Add(directive);
        }

        return result;
    }

    /// <summary>PostgreSQL gives no length for a last statement without semicolon.</summary>
    private int EndOfLastStatement() => Source.Bytes.AsSpan().TrimEnd(" \t\r\n\f\v"u8).Length;
}
