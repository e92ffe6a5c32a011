using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Rules;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis;

/// <summary>Reads migrations, replays them in order, and judges what each statement does.</summary>
public static class MigrationAnalyzer
{
    /// <summary>
    /// Analyses a whole history. Bad files never throw: they give findings, and the rest is analysed.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="PgQueryException"><see cref="PgQueryError.LibraryMissing"/>: the native parser does not load on this machine.</exception>
    public static AnalysisResult Analyze(IEnumerable<MigrationInput> inputs, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Analyze(inputs, options ?? new AnalysisOptions(), fixes: null, cancellationToken);
    }

    /// <param name="inputs">The history.</param>
    /// <param name="options">How it is judged.</param>
    /// <param name="fixes">Gets what can be rewritten, or null.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    internal static AnalysisResult Analyze(IEnumerable<MigrationInput> inputs, AnalysisOptions options, FixDrafts? fixes, CancellationToken cancellationToken) =>
        new Run(options, fixes, cancellationToken).Analyze(inputs);

    private sealed class Run
    {
        private readonly AnalysisOptions _options;
        private readonly FixDrafts? _fixes;
        private readonly CancellationToken _cancellationToken;
        private readonly List<Finding> _findings = [];

        // Every rule is asked about every statement, so nothing is made for the asking.
        private readonly (Rule Rule, FindingSink Sink)[] _judges;
        private readonly List<StatementReport> _reports = [];
        private readonly Replayer _replayer;
        private readonly MigrationFileName? _baseline;
        private readonly MigrationHistory.Builder _history = new();
        private int _statementCount;
        private PlannedScript? _schemaScript;
        private MigrationFile? _statsFile;

        public Run(AnalysisOptions options, FixDrafts? fixes, CancellationToken cancellationToken)
        {
            _options = options;
            _fixes = fixes;
            _cancellationToken = cancellationToken;
            var stats = LoadStats();
            _judges = [.. RuleSet.All.Select(rule => (rule, new FindingSink(options, _findings, fixes) { Rule = rule.Descriptor, IsFrozen = IsFrozen, Stats = stats }))];
            _replayer = new Replayer(new Session(options.PostgresVersion));
            _baseline = options.Baseline is null ? null : MigrationFileName.Parse(options.Baseline);
        }

        public AnalysisResult Analyze(IEnumerable<MigrationInput> inputs)
        {
            var files = inputs.Select(input => MigrationFile.Read(SourceText.Decode(input.Path, input.Content.Span), input.RelativePath)).ToList();
            files.Sort(MigrationOrder.Compare);
            var dump = LoadSchema();
            var plans = new Dictionary<MigrationFile, PlannedScript>();
            using (var behind = new WorkBehind())
            {
                foreach (var (file, failure) in ParseAhead.InOrder(files, _cancellationToken))
                {
                    // Rollback files run against the state after their migration, which no replay has at hand: they are only cut into steps.
                    var replayed = (file.Name is { IsRollback: true } ? new Replayer(new Session(_options.PostgresVersion)) : _replayer).Replay(file);
                    behind.Add(() => plans.Add(file, Judge(replayed, failure)));
                }

                behind.Complete();
            }


            var rollbacks = files.Where(file => file.Name is { IsRollback: true }).ToList();
            var migrations = files.Except(rollbacks).ToList();
            var history = _history.End(migrations, rollbacks, _replayer.Session.State.Catalog);
            if (files.Count > 0) Judge(files[0], 0, 0, history, static (rule, history, sink) => rule.Judge(history, sink));
            return new AnalysisResult(Sort([.. new[] { _statsFile, dump }.OfType<MigrationFile>(), .. files]), Pair(migrations, rollbacks, plans), _reports, _statementCount)
            {
                SchemaScript = _schemaScript,
                FinalState = history.Catalog,
            };
        }

        private SchemaStats LoadStats()
        {
            if (_options.StatsFile is not { } input) return SchemaStats.None;
            var source = SourceText.Decode(input.Path, input.Content.Span);
            _statsFile = MigrationFile.Read(source, input.RelativePath);
            try
            {
                return SchemaStats.Read(source);
            }
            catch (StatsException fault)
            {
                Sink(InvalidStats.Rule).Add(_statsFile, fault.Offset, fault.Offset, $"{fault.Message}. Write the file anew with schema-lint stats, or delete it: then nothing is known about sizes.");
                return SchemaStats.None;
            }
        }

        /// <summary>Makes the dumped schema the catalogue before the first migration. It is not linted, but it must be SQL.</summary>
        private MigrationFile? LoadSchema()
        {
            if (_options.SchemaFile is not { } input) return null;
            var dump = SchemaDump.Read(input);
            var unread = ParseAhead.Parse(dump);
            if (unread is not null) Report(dump, 0, 0, "Reading the schema file", unread);
            new InvalidEncoding().Judge(dump, Sink(new InvalidEncoding().Descriptor));
            new SyntaxError().Judge(dump, Sink(new SyntaxError().Descriptor));
            new PsqlCommand().Judge(dump, Sink(new PsqlCommand().Descriptor));
            var replayed = _replayer.ReplayDump(dump);
            foreach (var statement in replayed.Statements) new InternalError().Judge(statement, Sink(InternalError.Rule));
            _schemaScript = Script(dump, replayed, isRead: unread is null);
            dump.Forget();
            return dump;
        }

        private bool IsFrozen(MigrationFile file) => _baseline is not null && file.Name is not null && file.Name.Number <= _baseline.Number;

        private PlannedScript Judge(ReplayedFile replayed, Exception? unread)
        {
            var file = replayed.File;
            _cancellationToken.ThrowIfCancellationRequested();
            if (unread is not null) Report(file, 0, 0, "Reading the file", unread);
            if (!IsFrozen(file)) Judge(file, 0, 0, file, static (rule, file, sink) => rule.Judge(file, sink));
            if (file.Name is not { IsRollback: true }) Judge(replayed);
            file.Forget();
            return Script(file, replayed, isRead: unread is null);
        }

        private static PlannedScript Script(MigrationFile file, ReplayedFile replayed, bool isRead) =>
            new(file.Source, file.RelativePath, replayed.Steps.Steps)
            {
                Error = file.Source.Error?.Message ?? file.ParseError?.Message ?? (isRead ? null : "SchemaBuild failed on it"),
            };

        private void Judge(ReplayedFile replayed)
        {
            var file = replayed.File;
            _statementCount += file.Statements.Count;
            if (_options.ReportStatements) _reports.AddRange(replayed.Statements.Select(EffectsReport.Of));
            if (IsFrozen(file)) return;

            foreach (var statement in replayed.Statements)
            {
                Judge(file, statement.Statement.Start, statement.Statement.End, statement, JudgeStatement);
                _options.Observe?.Invoke(statement);
            }

            _history.Add(replayed);
            Judge(file, 0, 0, replayed, static (rule, replayed, sink) => rule.Judge(replayed, sink));
            _fixes?.Complete(replayed);
        }

        /// <summary>Asks every rule; the place is where a fault of a rule is reported.</summary>
        private void Judge<T>(MigrationFile file, int start, int end, T about, Action<Rule, T, FindingSink> judge)
        {
            foreach (var (rule, sink) in _judges)
            {
                try
                {
                    judge(rule, about, sink);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    Report(file, start, end, $"The rule {rule.Descriptor.Code}", failure);
                }
            }
        }

        private static void JudgeStatement(Rule rule, AnalyzedStatement statement, FindingSink sink)
        {
            if (statement.Effects.Refusal is null || rule.JudgesRefused) rule.Judge(statement, sink);
        }

        private FindingSink Sink(RuleDescriptor rule) => new(_options, _findings, _fixes) { Rule = rule };

        private void Report(MigrationFile file, int start, int end, string what, Exception failure) =>
            Sink(InternalError.Rule).Add(file, start, end, InternalError.Message(what, failure));

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
