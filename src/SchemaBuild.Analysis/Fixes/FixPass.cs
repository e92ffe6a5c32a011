using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>
/// Chooses for each file the way in which its fixes are written, and proves each choice by an analysis of the whole history. All files are tried at once, so that
/// this costs a few analyses and not one for each file.
/// </summary>
/// <param name="files">The history.</param>
/// <param name="before">What the analysis says of it.</param>
/// <param name="drafts">What can be rewritten.</param>
/// <param name="otherFiles">Names that are taken.</param>
/// <param name="analyze">The analysis.</param>
/// <param name="outcomes">Gets what becomes of each finding.</param>
internal sealed class FixPass(
    IReadOnlyList<MigrationInput> files, AnalysisResult before, IEnumerable<FileDraft> drafts, IEnumerable<string> otherFiles,
    Func<IReadOnlyList<MigrationInput>, (AnalysisResult Result, FixDrafts Drafts)> analyze, List<FixOutcome> outcomes)
{
    private readonly MigrationNames _names = new(files.Select(file => file.RelativePath).Concat(otherFiles));
    private readonly Dictionary<string, MigrationInput> _inputs = files.ToDictionary(file => file.Path);

    /// <summary>The candidates that were chosen.</summary>
    public IReadOnlyList<FixCandidate> Accept()
    {
        var choices = drafts.Select(draft => new Choice(draft, WithoutContradictions(draft))).ToList();
        foreach (var choice in choices) choice.Offer(Candidates(choice, choice.Wanted, out var hindrance), hindrance);
        Try(choices);

        // Where not all can be made, as many as possible are.
        foreach (var choice in choices.Where(choice => choice.Best is null && choice.Wanted.Count > 1)) TryOneByOne(choice);

        var accepted = WithoutHarmToOthers([.. choices.Where(choice => choice.Best is not null)]);
        foreach (var choice in choices) Explain(choice, accepted);
        return [.. accepted.Select(choice => choice.Best!)];
    }

    /// <summary>The history with the candidates.</summary>
    public static List<MigrationInput> Apply(IReadOnlyList<MigrationInput> files, IEnumerable<FixCandidate> candidates)
    {
        var changed = candidates.ToDictionary(candidate => candidate.Files[0].Path);
        return [.. files.SelectMany(file => changed.TryGetValue(file.Path, out var candidate) ? candidate.Files : [file])];
    }

    private List<FixCandidate> Candidates(Choice choice, IReadOnlyList<DraftedFix> fixes, out string? hindrance) =>
        FixCandidate.Of(choice.Draft, fixes, _inputs[choice.Draft.File.Source.Path], _names, out hindrance);

    private List<DraftedFix> WithoutContradictions(FileDraft draft)
    {
        var kept = new List<DraftedFix>();
        foreach (var fix in draft.Fixes)
        {
            if (kept.Exists(other => other.Start == fix.Start && other.Rewrite.Contradicts(fix.Rewrite)))
                outcomes.Add(new FixOutcome(fix.Finding, false, "its fix changes the same text as another one"));
            else
                kept.Add(fix);
        }

        return kept;
    }

    /// <summary>Tries the candidates of each file until one is clean, all files at once.</summary>
    private void Try(List<Choice> choices)
    {
        for (var round = 0; choices.Exists(choice => choice.IsOpen(round)); round++)
        {
            var tried = choices.Where(choice => choice.IsOpen(round)).ToList();
            var candidates = choices.Select(choice => choice.IsOpen(round) ? choice.Candidates[round] : choice.Best).OfType<FixCandidate>();
            var (result, _) = analyze(Apply(files, candidates));
            foreach (var choice in tried) choice.Judge(choice.Candidates[round], before, result);
        }
    }

    private void TryOneByOne(Choice choice)
    {
        var kept = new List<DraftedFix>();
        foreach (var same in Groups(choice.Wanted))
        {
            List<DraftedFix> fixes = [.. kept, .. same];
            var trial = new Choice(choice.Draft, fixes);
            trial.Offer(Candidates(trial, fixes, out var hindrance), hindrance);
            Try([trial]);
            if (trial.Best is null)
            {
                foreach (var fix in same) choice.Reasons.TryAdd(fix, trial.Reason);
                continue;
            }

            choice.Best = trial.Best;
            kept = fixes;
        }
    }

    /// <summary>Several findings may have one rewrite: an index on each partition, for example.</summary>
    private static List<List<DraftedFix>> Groups(IReadOnlyList<DraftedFix> fixes)
    {
        var groups = new List<List<DraftedFix>>();
        foreach (var fix in fixes)
        {
            if (groups.Find(group => group[0].Start == fix.Start && group[0].Rewrite.IsSameAs(fix.Rewrite)) is { } group) group.Add(fix);
            else groups.Add([fix]);
        }

        return groups;
    }

    /// <summary>Leaves out what would bring errors to files that are not its own.</summary>
    private List<Choice> WithoutHarmToOthers(List<Choice> choices)
    {
        if (choices.Count == 0 || !Harms(choices)) return choices;
        var kept = new List<Choice>();
        foreach (var choice in choices)
        {
            if (!Harms([.. kept, choice]))
                kept.Add(choice);
            else
                (choice.Best, choice.Reason) = (null, "a later migration would fail");
        }

        return kept;
    }

    private bool Harms(List<Choice> choices)
    {
        var (result, _) = analyze(Apply(files, choices.Select(choice => choice.Best!)));
        var own = choices.SelectMany(choice => choice.Best!.Files).Select(file => file.Path).ToHashSet();
        return Errors(result) > Errors(before);

        int Errors(AnalysisResult of) => of.Findings.Count(finding => finding is { Severity: Severity.Error, IsSuppressed: false } && !own.Contains(finding.File));
    }

    private void Explain(Choice choice, List<Choice> accepted)
    {
        var made = accepted.Contains(choice) ? choice.Best!.Fixes : [];
        foreach (var fix in choice.Wanted)
        {
            outcomes.Add(made.Contains(fix)
                ? new FixOutcome(fix.Finding, true, fix.Rewrite.What)
                : new FixOutcome(fix.Finding, false, choice.Reasons.GetValueOrDefault(fix) ?? choice.Reason));
        }
    }

    /// <summary>A file and the ways to write its fixes.</summary>
    private sealed class Choice(FileDraft draft, IReadOnlyList<DraftedFix> wanted)
    {
        private static readonly string Refused = new RefusedStatement().Descriptor.Code;

        private (int, int, int)? _score;
        private bool _isClean;

        public FileDraft Draft { get; } = draft;

        public IReadOnlyList<DraftedFix> Wanted { get; } = wanted;

        public List<FixCandidate> Candidates { get; private set; } = [];

        public FixCandidate? Best { get; set; }

        public string Reason { get; set; } = "";

        public Dictionary<DraftedFix, string> Reasons { get; } = [];

        public void Offer(List<FixCandidate> candidates, string? hindrance)
        {
            Candidates = candidates;
            if (candidates.Count == 0) Reason = hindrance ?? "the file cannot be rewritten";
        }

        public bool IsOpen(int round) => !_isClean && round < Candidates.Count;

        public void Judge(FixCandidate candidate, AnalysisResult before, AnalysisResult after)
        {
            var own = candidate.Files.Select(file => file.Path).ToHashSet();
            var old = Visible(before, own);
            var now = Visible(after, own);
            var oldCounts = old.CountBy(finding => finding.Rule.Code).ToDictionary();
            var counts = now.CountBy(finding => finding.Rule.Code).ToDictionary();
            var more = now.Where(finding => counts[finding.Rule.Code] > oldCounts.GetValueOrDefault(finding.Rule.Code)).ToList();
            var stays = candidate.Fixes.CountBy(fix => fix.Finding.Rule.Code)
                .FirstOrDefault(wanted => counts.GetValueOrDefault(wanted.Key) > oldCounts.GetValueOrDefault(wanted.Key) - wanted.Value);
            if (more.Find(finding => finding.Severity == Severity.Error || finding.Rule.Code == Refused) is { } error)
                Refuse($"it would bring {error.Rule.Code}: {error.Message}");
            else if (stays.Key is not null)
                Refuse($"{stays.Key} would still be found");
            else if (Score(now).CompareTo(Score(old)) >= 0)
                Refuse($"it would bring {more.FirstOrDefault()?.Rule.Code ?? "as much to find as it mends"}");
            else if (_score is null || Score(now).CompareTo(_score.Value) < 0)
                (Best, _score, _isClean) = (candidate, Score(now), more.Count == 0);
        }

        /// <summary>The first reason is that of the best way.</summary>
        private void Refuse(string reason)
        {
            if (Reason.Length == 0) Reason = reason;
        }

        private static List<Finding> Visible(AnalysisResult result, HashSet<string> files) =>
            [.. result.Findings.Where(finding => finding is { IsSuppressed: false, Severity: >= Severity.Suggestion } && files.Contains(finding.File))];

        private static (int, int, int) Score(List<Finding> findings) =>
            (findings.Count(finding => finding.Severity == Severity.Error), findings.Count(finding => finding.Severity == Severity.Warning), findings.Count(finding => finding.Severity == Severity.Suggestion));
    }
}
