using SchemaBuild.Analysis.Fixes;

namespace SchemaBuild.Analysis;

/// <summary>
/// Rewrites what the analysis has found where the schema stays the same in the end. Every change is analysed before it is kept: it must mend its findings, bring
/// no new error, and leave less to find than before.
/// </summary>
public static class MigrationFixer
{
    /// <summary>A fix can make room for another one, but that ends soon.</summary>
    private const int MostPasses = 5;

    /// <summary>Plans the changes; nothing is written.</summary>
    /// <param name="inputs">The whole history.</param>
    /// <param name="options">As for the analysis.</param>
    /// <param name="isWanted">Which findings are mended; null for all. Silenced ones, silent ones and suggestions never are.</param>
    /// <param name="otherFiles">Paths below the migrations folder of files that are not analysed; their versions are taken.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FixResult Fix(
        IEnumerable<MigrationInput> inputs, AnalysisOptions? options = null, Func<Finding, bool>? isWanted = null, IEnumerable<string>? otherFiles = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new Run(options ?? new AnalysisOptions(), isWanted ?? (_ => true), [.. otherFiles ?? []], cancellationToken).Fix([.. inputs]);
    }

    private sealed class Run(AnalysisOptions options, Func<Finding, bool> isWanted, IReadOnlyList<string> otherFiles, CancellationToken cancellationToken)
    {
        private readonly List<FixOutcome> _outcomes = [];

        // New files by the file that they come from, which may itself be new.
        private readonly Dictionary<string, string> _origins = [];

        public FixResult Fix(List<MigrationInput> original)
        {
            var files = original;
            var (before, drafts) = Analyze(files);
            var after = before;
            for (var pass = 0; pass < MostPasses && drafts.Files.Count > 0; pass++)
            {
                // What an earlier pass could not do is tried again, beside what it has made.
                _outcomes.RemoveAll(outcome => !outcome.IsFixed);
                var accepted = new FixPass(files, after, drafts.Files, otherFiles, Analyze, _outcomes).Accept();
                if (accepted.Count == 0) break;
                foreach (var candidate in accepted)
                    foreach (var added in candidate.Files.Skip(1)) _origins[added.Path] = _origins.GetValueOrDefault(candidate.Files[0].Path, candidate.Files[0].Path);
                files = FixPass.Apply(files, accepted);
                (after, drafts) = Analyze(files);
            }

            Explain(before, after);
            var contents = original.ToDictionary(file => file.Path, file => file.Content);
            var changes = files.Where(file => !contents.TryGetValue(file.Path, out var content) || !content.Span.SequenceEqual(file.Content.Span))
                .Select(file => new FileChange(file.Path, contents.TryGetValue(file.Path, out var content) ? (ReadOnlyMemory<byte>?)content : null, file.Content, _origins.GetValueOrDefault(file.Path)));
            return new FixResult([.. changes], Sort(files), before, after, files);
        }

        private (AnalysisResult Result, FixDrafts Drafts) Analyze(IReadOnlyList<MigrationInput> files)
        {
            var drafts = new FixDrafts(isWanted);
            return (MigrationAnalyzer.Analyze(files, options, drafts, cancellationToken), drafts);
        }

        /// <summary>Findings that nobody has tried to mend.</summary>
        private void Explain(AnalysisResult before, AnalysisResult after)
        {
            var known = _outcomes.Select(outcome => outcome.Finding).ToHashSet();
            foreach (var finding in after.Findings.Where(finding => finding is { IsSuppressed: false, Severity: >= Severity.Warning } && isWanted(finding) && !known.Contains(finding)))
            {
                // A finding about a new file has no place in the old ones.
                if (before.Findings.Any(old => old.Rule == finding.Rule && old.File == finding.File))
                    _outcomes.Add(new FixOutcome(finding, false, "there is no automatic fix for it here"));
            }
        }

        private List<FixOutcome> Sort(List<MigrationInput> files)
        {
            var order = files.Select((file, i) => (file.Path, i)).ToDictionary();
            return
            [
                .. _outcomes.OrderBy(outcome => order.GetValueOrDefault(outcome.Finding.File)).ThenBy(outcome => outcome.Finding.Line).ThenBy(outcome => outcome.Finding.Column)
                    .ThenBy(outcome => outcome.Finding.Rule.Code, StringComparer.Ordinal),
            ];
        }
    }
}
