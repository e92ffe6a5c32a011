using BenchmarkDotNet.Attributes;
using SchemaBuild.Analysis;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Benchmarks;

/// <summary>Linting a history against parsing it: the ratio is what catalogue, effects and rules cost.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class LintBenchmarks
{
    private IReadOnlyList<MigrationInput> _migrations = [];

    public static IEnumerable<string> Histories => History.Names;

    [ParamsSource(nameof(Histories))]
    public string From { get; set; } = "";

    [GlobalSetup]
    public void Read() => _migrations = History.Read(From);

    [Benchmark(Baseline = true)]
    public int Parse()
    {
        var statements = 0;
        foreach (var migration in _migrations) statements += PgQueryParser.Parse(migration.Content.Span).Stmts.Count;
        return statements;
    }

    [Benchmark]
    public int Lint() => MigrationAnalyzer.Analyze(_migrations).Findings.Count;
}
