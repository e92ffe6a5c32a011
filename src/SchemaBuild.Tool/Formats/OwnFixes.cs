using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>
/// What <c>--fix</c> would do for each finding alone, for programs that let a person choose. The fixes of one file are made together, so each is asked for again by itself, one
/// of every file at a time.
/// </summary>
internal sealed class OwnFixes
{
    /// <summary>Each round is an analysis of all files. A file with more findings than that is one that a person mends as a whole.</summary>
    private const int MostRounds = 8;

    private readonly Dictionary<Finding, OwnFix> _fixes = new(ReferenceEqualityComparer.Instance);

    /// <param name="all">What is done for all findings at once.</param>
    /// <param name="fix">Does it for those that are wanted.</param>
    public OwnFixes(FixResult all, Func<Func<Finding, bool>, FixResult> fix)
    {
        Before = all.Before;
        var reported = all.Before.Findings.ToHashSet<Finding>(ReferenceEqualityComparer.Instance);
        var files = all.Outcomes.Where(outcome => outcome.IsFixed).GroupBy(outcome => outcome.Finding.File)
            .Select(file => file.GroupBy(outcome => FindingPlace.Of(outcome.Finding)).Select(place => place.ToList()).ToList()).ToList();
        foreach (var outcome in files.SelectMany(places => places).SelectMany(place => place).Where(outcome => reported.Contains(outcome.Finding)))
            _fixes[outcome.Finding] = Of(outcome.Finding.File, outcome.Explanation, all);

        var several = files.Where(places => places.Count > 1).ToList();
        for (var round = 0; round < MostRounds && several.Exists(places => places.Count > round); round++)
        {
            var asked = several.Where(places => places.Count > round).Select(places => places[round]).ToList();
            var wanted = asked.Select(place => FindingPlace.Of(place[0].Finding)).ToHashSet();
            var result = fix(finding => wanted.Contains(FindingPlace.Of(finding)));
            var made = result.Outcomes.Where(outcome => outcome.IsFixed).Select(outcome => FindingPlace.Of(outcome.Finding)).ToHashSet();
            // One that is made only beside others keeps what is done for the whole file.
            foreach (var outcome in asked.SelectMany(place => place).Where(outcome => reported.Contains(outcome.Finding) && made.Contains(FindingPlace.Of(outcome.Finding))))
                _fixes[outcome.Finding] = Of(outcome.Finding.File, outcome.Explanation, result);
        }
    }

    /// <summary>The analysis of the files as they are.</summary>
    public AnalysisResult Before { get; }

    public OwnFix? Find(Finding finding) => _fixes.GetValueOrDefault(finding);

    private static OwnFix Of(string file, string description, FixResult result) =>
        new(description, [.. result.Changes.Where(change => (change.Path == file && change.Before is not null) || change.SplitFrom == file)]);

    /// <summary>Findings of one rule at one place, as on each partition of a table, have one fix.</summary>
    private readonly record struct FindingPlace(string Code, string File, int Line, int Column, int EndLine, int EndColumn)
    {
        public static FindingPlace Of(Finding finding) => new(finding.Rule.Code, finding.File, finding.Line, finding.Column, finding.EndLine, finding.EndColumn);
    }
}

/// <param name="Description">What is written instead.</param>
/// <param name="Changes">The file of the finding, and those that are split from it.</param>
internal sealed record OwnFix(string Description, IReadOnlyList<FileChange> Changes);
