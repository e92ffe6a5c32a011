using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Sources;

/// <summary>One statement of a file: its tree and the bytes it stands in, without leading comments and without its semicolon.</summary>
internal sealed record SqlStatement(MigrationFile File, int Index, Node Tree, int Start, int End)
{
    public LinePosition StartPosition => File.Source.PositionOf(Start);

    public LinePosition EndPosition => File.Source.PositionOf(End);

    public string Sql => field ??= File.Source.Slice(Start, End);

    /// <summary>Its text with edits.</summary>
    public string With(IReadOnlyList<Fixes.TextEdit> edits)
    {
        var text = new System.Text.StringBuilder();
        var at = Start;
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            text.Append(File.Source.Slice(at, edit.Start)).Append(edit.Text);
            at = edit.End;
        }

        return text.Append(File.Source.Slice(at, End)).ToString();
    }

    /// <summary>The <c>allow</c> comments directly above it.</summary>
    public IReadOnlyList<Directive> Directives { get; init; } = [];

    /// <summary>Its tokens without comments; offsets are those of the statement. Several remedies ask, so they are kept with it.</summary>
    public IReadOnlyList<ScanToken> Tokens => field ??=
        [.. PgQueryParser.Scan(File.Source.Bytes.AsSpan(Start..End)).Where(token => token.Kind is not (ScanTokenKind.LineComment or ScanTokenKind.BlockComment))];
}

/// <summary>Where a statement stands; all that is kept of it when its file is forgotten.</summary>
internal sealed record StatementPlace(MigrationFile File, int Start, int End, IReadOnlyList<Directive> Directives)
{
    public static StatementPlace Of(SqlStatement statement) => new(statement.File, statement.Start, statement.End, statement.Directives);
}
