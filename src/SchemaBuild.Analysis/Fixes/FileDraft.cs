using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>What can be rewritten in one file; made while the statements have their trees, and used when they are gone.</summary>
internal sealed class FileDraft(MigrationFile file)
{
    public MigrationFile File { get; } = file;

    public IReadOnlyList<StatementOutline> Statements { get; set; } = [];

    public List<DraftedFix> Fixes { get; } = [];
}

/// <param name="Finding">What it mends.</param>
/// <param name="Start">Where its statement begins, in bytes.</param>
/// <param name="Rewrite">How.</param>
internal sealed record DraftedFix(Finding Finding, int Start, Rewrite Rewrite);

/// <summary>Collects the rewrites of an analysis.</summary>
internal sealed class FixDrafts(Func<Finding, bool> isWanted)
{
    private readonly Dictionary<MigrationFile, FileDraft> _files = [];

    public IReadOnlyCollection<FileDraft> Files => _files.Values;

    /// <summary>Suggestions are left alone, as a build does that hides them: the mode strict makes warnings of them.</summary>
    public void Add(Finding finding, StatementPlace place, Func<Rewrite?>? rewrite)
    {
        if (rewrite is null || finding is { IsSuppressed: true } or { Severity: < Severity.Warning } || !isWanted(finding) || rewrite() is not { } drafted) return;
        if (!_files.TryGetValue(place.File, out var file)) _files.Add(place.File, file = new FileDraft(place.File));
        file.Fixes.Add(new DraftedFix(finding, place.Start, drafted));
    }

    /// <summary>The file is judged; its trees go after this.</summary>
    public void Complete(Replay.ReplayedFile replayed)
    {
        if (_files.TryGetValue(replayed.File, out var file)) file.Statements = StatementOutline.Of(replayed);
    }
}
