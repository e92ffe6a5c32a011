using System.Diagnostics;
using System.Globalization;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Benchmarks;

/// <summary>What catalogue, effects and rules cost on top of the parse, warm, turn by turn: machines differ, the ratio hardly. Rules work on another thread.</summary>
internal static class Ratios
{
    private const int Rounds = 15;

    public static void Print()
    {
        Console.WriteLine($"{"history",-20} {"statements",10} {"parse",16} {"+ replay, effects",26} {"+ rules",26}");
        var totals = new Measurement();
        foreach (var name in History.Names)
        {
            var measured = Measure(History.Read(name));
            Print(name, measured);
            if (name != History.MadeUp) totals = totals.Plus(measured);
        }

        if (totals.Statements > 0) Print("all real ones", totals);
    }

    private static Measurement Measure(IReadOnlyList<MigrationInput> migrations)
    {
        var statements = Parse(migrations);
        Func<int>[] work = [() => Parse(migrations), () => Replay(migrations), () => MigrationAnalyzer.Analyze(migrations).StatementCount];
        var times = work.Select(_ => new List<double>()).ToArray();
        var bytes = new long[work.Length];
        for (var round = -Rounds; round < Rounds; round++)
        {
            for (var i = 0; i < work.Length; i++)
            {
                // A small history is repeated until the clock can tell it from nothing.
                var repeats = Math.Max(1, 1000 / Math.Max(1, statements));
                var (before, start) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
                for (var n = 0; n < repeats; n++) work[i]();
                if (round >= 0) times[i].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats);
                bytes[i] = (GC.GetTotalAllocatedBytes() - before) / repeats;
            }
        }

        var medians = times.Select(runs => runs.Order().ElementAt(Rounds / 2)).ToArray();
        return new Measurement(statements, new Cost(medians[0], bytes[0]), new Cost(medians[1], bytes[1]), new Cost(medians[2], bytes[2]));
    }

    private static int Parse(IReadOnlyList<MigrationInput> migrations)
    {
        var statements = 0;
        foreach (var migration in migrations) statements += PgQueryParser.Parse(migration.Content.Span).Stmts.Count;
        return statements;
    }

    /// <summary>As the analyzer does it, without rules.</summary>
    private static int Replay(IReadOnlyList<MigrationInput> migrations)
    {
        var statements = 0;
        var replayer = new Replayer(new Session(AnalysisOptions.OldestVersion));
        foreach (var migration in migrations)
        {
            var file = MigrationFile.Read(SourceText.Decode(migration.Path, migration.Content.Span), migration.RelativePath).Parse();
            statements += replayer.Replay(file).Statements.Count;
            file.Forget();
        }

        return statements;
    }

    private static void Print(string name, Measurement measured) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {measured.Statements,10} {Per(measured, measured.Parse),16} {Per(measured, measured.Replay),16} = {measured.Replay.Microseconds / measured.Parse.Microseconds,5:F2} x {Per(measured, measured.Rules),16} = {measured.Rules.Microseconds / measured.Parse.Microseconds,5:F2} x"));

    private static string Per(Measurement measured, Cost cost) =>
        string.Create(CultureInfo.InvariantCulture, $"{cost.Microseconds / measured.Statements:F1} us {cost.Bytes / 1024.0 / measured.Statements:F1} kB");

    private readonly record struct Cost(double Microseconds, long Bytes)
    {
        public Cost Plus(Cost other) => new(Microseconds + other.Microseconds, Bytes + other.Bytes);
    }

    private readonly record struct Measurement(int Statements, Cost Parse, Cost Replay, Cost Rules)
    {
        public Measurement Plus(Measurement other) =>
            new(Statements + other.Statements, Parse.Plus(other.Parse), Replay.Plus(other.Replay), Rules.Plus(other.Rules));
    }
}
