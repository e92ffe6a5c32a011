using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SchemaBuild.Analysis.Tests.Labelled;
using SchemaBuild.Testing;

namespace SchemaBuild.Benchmarks;

/// <summary>
/// How many hazards are found and how often the alarm is false, over the labelled cases that the tests assert, beside squawk on the same files.
/// One rule for both: a case is reported if the tool says anything of it that is not about another matter of style.
/// </summary>
internal static class HazardBenchmark
{
    /// <summary>What squawk says of nearly every file, and the hazards that it is about: elsewhere it neither finds the hazard nor is a false alarm.</summary>
    private static readonly Dictionary<string, string> Everywhere = new()
    {
        ["prefer-robust-stmts"] = "robustness",
        ["require-lock-timeout"] = "lock-timeout",
        ["require-statement-timeout"] = "statement-timeout",
        ["require-table-schema"] = "schema-qualify",
    };

    /// <summary>Rules of squawk about types and order, which count where the case is about design. Ours are suggestions, which count only under the case's own hazard.</summary>
    private static readonly string[] Style = ["prefer-", "require-enum-value-ordering"];

    public static void Print(string? squawk)
    {
        var cases = LabelledCase.All();
        var findings = cases.Select(labelled => labelled.Lint()).ToList();
        var ours = cases.Zip(findings, (labelled, found) => labelled.IsReported(found)).ToList();
        var named = cases.Zip(findings, (labelled, found) => labelled.IsUnsafe ? labelled.IsNamed(found) : labelled.IsReported(found)).ToList();
        List<(string Name, IReadOnlyList<bool> Reported)> tools = [("schema-lint", ours), ("  by its name", named)];
        if (squawk is not null)
        {
            tools.Add(("squawk", Squawk(squawk, cases, inTransaction: false)));
            tools.Add(("  in transaction", Squawk(squawk, cases, inTransaction: true)));
        }

        Console.WriteLine($"{cases.Count} cases: {cases.Count(one => one.IsUnsafe)} unsafe, {cases.Count(one => !one.IsUnsafe)} safe, each for its PostgreSQL version.\n");
        Console.WriteLine($"{"",-18} {"found",21} {"false alarms",21}");
        foreach (var group in cases.Select(one => one.Group).Distinct().Order(StringComparer.Ordinal).Append(""))
        {
            Console.WriteLine(group.Length == 0 ? "all" : group);
            foreach (var (name, reported) in tools) Row("  " + name, cases, reported, one => group.Length == 0 || one.Group == group);
        }

        foreach (var (one, i) in cases.Select((one, i) => (one, i)).Where(pair => pair.one.IsUnsafe != named[pair.i]))
            Console.WriteLine($"\n{(one.IsUnsafe ? ours[i] ? "reported, but not by its name" : "missed" : "false alarm")}, {one}\n  {string.Join(" --- ", one.Migrations).ReplaceLineEndings(" ")}\n  {string.Join("; ", findings[i].Select(finding => $"{finding.Rule.Code} {finding.Message}"))}");
    }

    private static void Row(string name, IReadOnlyList<LabelledCase> cases, IReadOnlyList<bool> reported, Func<LabelledCase, bool> isOf)
    {
        var own = cases.Zip(reported, (one, flag) => (Case: one, Flag: flag)).Where(pair => isOf(pair.Case)).ToList();
        var (unsafeCases, safeCases) = (own.Count(pair => pair.Case.IsUnsafe), own.Count(pair => !pair.Case.IsUnsafe));
        var (found, alarms) = (own.Count(pair => pair.Case.IsUnsafe && pair.Flag), own.Count(pair => !pair.Case.IsUnsafe && pair.Flag));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {found,7} of {unsafeCases,3} {Percent(found, unsafeCases),6} {alarms,9} of {safeCases,3} {Percent(alarms, safeCases),6}"));

        static string Percent(int part, int whole) => whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0}%");
    }

    /// <param name="program">Path of squawk.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="inTransaction">With its option --assume-in-transaction.</param>
    private static List<bool> Squawk(string program, IReadOnlyList<LabelledCase> cases, bool inTransaction)
    {
        using var scratch = new ScratchFolder();
        var owners = new Dictionary<string, int>();
        for (var i = 0; i < cases.Count; i++)
            foreach (var (sql, n) in cases[i].Migrations.Select((sql, n) => (sql, n))) owners.Add(scratch.Write($"{i}/{LabelledCase.FileName(n)}", sql + "\n"), i);

        var reported = new bool[cases.Count];
        foreach (var version in owners.Keys.GroupBy(file => cases[owners[file]].PostgresVersion))
        {
            foreach (var batch in version.Chunk(200))
            {
                string[] options = ["--reporter", "json", "--pg-version", $"{version.Key}.0", .. inTransaction ? new[] { "--assume-in-transaction" } : []];
                using var process = Process.Start(new ProcessStartInfo(program, [.. options, .. batch]) { RedirectStandardOutput = true })!;
                var output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                using var json = JsonDocument.Parse(output);
                foreach (var finding in json.RootElement.EnumerateArray())
                {
                    var (rule, owner) = (finding.GetProperty("rule_name").GetString()!, owners[finding.GetProperty("file").GetString()!]);
                    if ((Everywhere.TryGetValue(rule, out var about) && !cases[owner].Hazard.StartsWith(about, StringComparison.Ordinal)) || (about is null && cases[owner].Group != "design" && Style.Any(prefix => rule.StartsWith(prefix, StringComparison.Ordinal)))) continue;
                    reported[owner] = true;
                }
            }
        }

        return [.. reported];
    }
}
