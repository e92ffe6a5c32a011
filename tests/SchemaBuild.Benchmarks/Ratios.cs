using System.Diagnostics;
using System.Globalization;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Benchmarks;

/// <summary>What catalogue and effects cost beside the parse, and what all costs with the rules, warm, turn by turn: machines differ, the ratio hardly. Rules work on another thread, whose memory is not counted.</summary>
internal static class Ratios
{
    private const int Rounds = 15;

    public static void Print()
    {
        Console.WriteLine($"{"history",-20} {"statements",10} {"parse",16} {"replay, effects",26} {"all, with rules",26}");
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
        var statements = MigrationAnalyzer.Analyze(migrations).StatementCount;

        // A small history is repeated until the clock can tell it from nothing.
        var repeats = Math.Max(1, 1000 / Math.Max(1, statements));
        var rounds = new List<(Cost Parse, Cost Replay, Cost Rules)>();
        for (var round = -Rounds; round < Rounds; round++)
        {
            var (parse, replay, rules) = (default(Cost), default(Cost), default(Cost));
            for (var n = 0; n < repeats; n++)
            {
                Replay(migrations, ref parse, ref replay);
                rules += Cost.Of(() => MigrationAnalyzer.Analyze(migrations));
            }

            if (round >= 0) rounds.Add((parse, replay, rules));
        }

        return new Measurement(statements, Median(round => round.Parse), Median(round => round.Replay), Median(round => round.Rules));

        Cost Median(Func<(Cost Parse, Cost Replay, Cost Rules), Cost> which) => rounds.Select(which).OrderBy(cost => cost.Microseconds).ElementAt(Rounds / 2) / repeats;
    }

    /// <summary>As the analyzer does it, without rules; bodies of routines are parsed with the file that holds them.</summary>
    private static void Replay(IReadOnlyList<MigrationInput> migrations, ref Cost parse, ref Cost replay)
    {
        var replayer = new Replayer(new Session(AnalysisOptions.OldestVersion));
        foreach (var migration in migrations)
        {
            var file = default(MigrationFile);
            parse += Cost.Of(() =>
            {
                file = MigrationFile.Read(SourceText.Decode(migration.Path, migration.Content.Span), migration.RelativePath).Parse();
                foreach (var statement in file.Statements) RoutineBody.ReadAhead(statement);
            });
            replay += Cost.Of(() => replayer.Replay(file!));
            file!.Forget();
        }
    }

    private static void Print(string name, Measurement measured) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {measured.Statements,10} {Per(measured, measured.Parse),16} {Per(measured, measured.Replay),16} = {measured.Replay.Microseconds / measured.Parse.Microseconds,5:F2} x {Per(measured, measured.Rules),16} = {measured.Rules.Microseconds / measured.Parse.Microseconds,5:F2} x"));

    private static string Per(Measurement measured, Cost cost) =>
        string.Create(CultureInfo.InvariantCulture, $"{cost.Microseconds / measured.Statements:F1} us {cost.Bytes / 1024.0 / measured.Statements:F1} kB");

    private readonly record struct Cost(double Microseconds, long Bytes)
    {
        public static Cost Of(Action work)
        {
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            work();
            return new Cost(Stopwatch.GetElapsedTime(start).TotalMicroseconds, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        public static Cost operator +(Cost one, Cost other) => new(one.Microseconds + other.Microseconds, one.Bytes + other.Bytes);

        public static Cost operator /(Cost cost, int times) => new(cost.Microseconds / times, cost.Bytes / times);
    }

    private readonly record struct Measurement(int Statements, Cost Parse, Cost Replay, Cost Rules)
    {
        public Measurement Plus(Measurement other) =>
            new(Statements + other.Statements, Parse + other.Parse, Replay + other.Replay, Rules + other.Rules);
    }
}
