using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Planning;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis;

/// <summary>Reads migrations, replays them in order, and judges what each statement does.</summary>
public static class MigrationAnalyzer
{
    /// <summary>
    /// Analyses a whole history. Bad files never throw: they give findings, and the rest is analysed.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static AnalysisResult Analyze(IEnumerable<MigrationInput> inputs, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new Run(options ?? new AnalysisOptions(), cancellationToken).Analyze(inputs);
    }

    private sealed class Run(AnalysisOptions options, CancellationToken cancellationToken)
    {
        private readonly List<Finding> _findings = [];
        private readonly List<StatementReport> _reports = [];
        private readonly Replayer _replayer = new(new Session(options.PostgresVersion));
        private readonly MigrationFileName? _baseline = options.Baseline is null ? null : MigrationFileName.Parse(options.Baseline);
        private int _statementCount;

        public AnalysisResult Analyze(IEnumerable<MigrationInput> inputs)
        {
            var files = new List<MigrationFile>();
            foreach (var input in inputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                files.Add(MigrationFile.Read(SourceText.Decode(input.Path, input.Content.Span), input.RelativePath));
            }

            files.Sort(MigrationOrder.Compare);
            foreach (var file in files) Judge(file, rule => (sink => rule.Judge(file, sink)));

            var rollbacks = files.Where(file => file.Name is { IsRollback: true }).ToList();
            var migrations = files.Except(rollbacks).ToList();
            var plans = new List<(MigrationFile File, PlannedScript Script)>();
            foreach (var file in migrations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                plans.Add((file, Plan(file)));
            }

            var history = new MigrationHistory(migrations, rollbacks);
            JudgeWith(rule => sink => rule.Judge(history, sink));
            return new AnalysisResult(Sort(files), Pair(plans, rollbacks), _reports, _statementCount);
        }

        private bool IsFrozen(MigrationFile file) => _baseline is not null && file.Name is not null && file.Name.Number <= _baseline.Number;

        private PlannedScript Plan(MigrationFile file)
        {
            var replayed = _replayer.Replay(file);
            _statementCount += file.Statements.Count;
            if (!IsFrozen(file))
            {
                foreach (var statement in replayed.Statements) Judge(file, rule => sink => rule.Judge(statement, sink));
                Judge(file, rule => sink => rule.Judge(replayed, sink));
            }

            if (options.ReportStatements) _reports.AddRange(replayed.Statements.Select(EffectsReport.Of));
            return Script(file, replayed.Steps);
        }

        private void Judge(MigrationFile file, Func<Rule, Action<FindingSink>> judge)
        {
            if (!IsFrozen(file)) JudgeWith(judge);
        }

        private void JudgeWith(Func<Rule, Action<FindingSink>> judge)
        {
            foreach (var rule in RuleSet.All)
                judge(rule)(new FindingSink(options, _findings) { Rule = rule.Descriptor });
        }

        private static PlannedScript Script(MigrationFile file, StepPlan plan) =>
            new(file.Source.Path, file.RelativePath, file.Source.Checksum, file.Source.Text, plan.Steps);

        /// <summary>Rollback files run against the state after their migration, which no replay has at hand: they are only cut into steps.</summary>
        private static List<PlannedMigration> Pair(List<(MigrationFile File, PlannedScript Script)> plans, List<MigrationFile> rollbacks)
        {
            var downs = rollbacks.GroupBy(file => file.Name!.Number).ToDictionary(group => group.Key, group => group.First());
            var result = new List<PlannedMigration>(plans.Count);
            foreach (var (file, up) in plans)
            {
                if (file.Name is null) continue;
                var down = downs.GetValueOrDefault(file.Name.Number) is { } rollback
                    ? Script(rollback, new Replayer(new Session(AnalysisOptions.NewestVersion)).Replay(rollback).Steps)
                    : null;
                result.Add(new PlannedMigration(file.Name.Version, file.Name.Name, file.Description, up, down));
            }

            return result;
        }

        private List<Finding> Sort(List<MigrationFile> files)
        {
            var order = files.Select((file, i) => (file.Source.Path, i)).DistinctBy(pair => pair.Path).ToDictionary();
            return [.. _findings.OrderBy(finding => order[finding.File]).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal)];
        }
    }
}
