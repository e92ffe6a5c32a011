using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Sources;

/// <summary>
/// A migration or rollback file: what its name, header, directives and statements say. Statements hold their trees, which are large, so they live only
/// from <see cref="Parse"/> to <see cref="Forget"/>.
/// </summary>
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

    /// <summary>Reads everything but the statements and directives.</summary>
    public static MigrationFile Read(SourceText source, string relativePath) => new(source, relativePath);

    /// <summary>Reads statements and directives, or sets <see cref="ParseError"/>.</summary>
    public MigrationFile Parse()
    {
        if (Source.Error is not null) return this;
        try
        {
            var reader = new StatementReader(this);
            (Statements, Directives) = (reader.Statements, reader.Directives);
        }
        catch (PgQueryException error) when (error.Code != PgQueryError.LibraryMissing)
        {
            ParseError = error;
        }

        return this;
    }

    /// <summary>Drops the statements; what the file is called and says in its directives stays.</summary>
    public void Forget() => Statements = [];
}
