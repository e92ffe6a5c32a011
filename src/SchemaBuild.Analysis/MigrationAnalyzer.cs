using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Rules;
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
            var files = inputs.Select(input => MigrationFile.Read(SourceText.Decode(input.Path, input.Content.Span), input.RelativePath)).ToList();
            files.Sort(MigrationOrder.Compare);
            var dump = LoadSchema();
            var plans = new Dictionary<MigrationFile, PlannedScript>();
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                plans.Add(file, Analyze(file));
            }

            var rollbacks = files.Where(file => file.Name is { IsRollback: true }).ToList();
            var migrations = files.Except(rollbacks).ToList();
            var history = new MigrationHistory(migrations, rollbacks);
            if (files.Count > 0) Judge(files[0], 0, 0, (rule, sink) => rule.Judge(history, sink));
            return new AnalysisResult(Sort(dump is null ? files : [dump, .. files]), Pair(migrations, rollbacks, plans), _reports, _statementCount);
        }

        /// <summary>Makes the dumped schema the catalogue before the first migration. It is not linted, but it must be SQL.</summary>
        private MigrationFile? LoadSchema()
        {
            if (options.SchemaFile is not { } input) return null;
            var dump = SchemaDump.Read(input);
            Try(dump, 0, 0, "Reading the schema file", () => dump.Parse());
            new InvalidEncoding().Judge(dump, Sink(new InvalidEncoding().Descriptor));
            new SyntaxError().Judge(dump, Sink(new SyntaxError().Descriptor));
            foreach (var statement in _replayer.ReplayDump(dump).Statements) new InternalError().Judge(statement, Sink(InternalError.Rule));
            dump.Forget();
            return dump;
        }

        private bool IsFrozen(MigrationFile file) => _baseline is not null && file.Name is not null && file.Name.Number <= _baseline.Number;

        /// <summary>Trees are large, so no two files have theirs at once.</summary>
        private PlannedScript Analyze(MigrationFile file)
        {
            var isRead = Try(file, 0, 0, "Reading the file", () => file.Parse());
            if (!IsFrozen(file)) Judge(file, 0, 0, (rule, sink) => rule.Judge(file, sink));

            // Rollback files run against the state after their migration, which no replay has at hand: they are only cut into steps.
            var replayed = file.Name is { IsRollback: true } ? new Replayer(new Session(options.PostgresVersion)).Replay(file) : Replay(file);
            file.Forget();
            return new PlannedScript(file.Source.Path, file.RelativePath, file.Source.Checksum, file.Source.Text, replayed.Steps.Steps)
            {
                Error = file.Source.Error?.Message ?? file.ParseError?.Message ?? (isRead ? null : "SchemaBuild failed on it"),
            };
        }

        private ReplayedFile Replay(MigrationFile file)
        {
            var replayed = _replayer.Replay(file);
            _statementCount += file.Statements.Count;
            if (options.ReportStatements) _reports.AddRange(replayed.Statements.Select(EffectsReport.Of));
            if (IsFrozen(file)) return replayed;

            foreach (var statement in replayed.Statements)
                Judge(file, statement.Statement.Start, statement.Statement.End, (rule, sink) => rule.Judge(statement, sink));
            Judge(file, 0, 0, (rule, sink) => rule.Judge(replayed, sink));
            return replayed;
        }

        /// <summary>Asks every rule; the place is where a fault of a rule is reported.</summary>
        private void Judge(MigrationFile file, int start, int end, Action<Rule, FindingSink> judge)
        {
            foreach (var rule in RuleSet.All)
                Try(file, start, end, $"The rule {rule.Descriptor.Code}", () => judge(rule, Sink(rule.Descriptor)));
        }

        private FindingSink Sink(RuleDescriptor rule) => new(options, _findings) { Rule = rule };

        private bool Try(MigrationFile file, int start, int end, string what, Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Sink(InternalError.Rule).Add(file, start, end, InternalError.Message(what, failure));
                return false;
            }
        }

        private static List<PlannedMigration> Pair(List<MigrationFile> migrations, List<MigrationFile> rollbacks, Dictionary<MigrationFile, PlannedScript> plans)
        {
            var downs = rollbacks.GroupBy(file => file.Name!.Number).ToDictionary(group => group.Key, group => plans[group.First()]);
            return
            [
                .. migrations.Where(file => file.Name is not null).Select(file =>
                    new PlannedMigration(file.Name!.Version, file.Name.Name, file.Description, plans[file], downs.GetValueOrDefault(file.Name.Number))),
            ];
        }

        private List<Finding> Sort(List<MigrationFile> files)
        {
            var order = files.Select((file, i) => (file.Source.Path, i)).DistinctBy(pair => pair.Path).ToDictionary();
            return [.. _findings.OrderBy(finding => order[finding.File]).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal)];
        }
    }
}
