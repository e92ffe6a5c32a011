using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.Benchmarks;

/// <summary>
/// How many hazards are found and how often the alarm is false, over the labelled cases of <c>Hazards/</c>, beside squawk on the same files.
/// </summary>
internal static partial class HazardBenchmark
{
    private const int Major = 14;

    private static readonly string Folder = RepositoryRoot.Combine("tests", "SchemaBuild.Benchmarks", "Hazards");

    /// <summary>What is style and not about the case: a finding of these neither finds the hazard nor is a false alarm.</summary>
    private static readonly string[] Style = ["require-", "prefer-"];

    public static void Print(string? squawk)
    {
        var cases = Directory.EnumerateFiles(Folder, "*.cases").Order(StringComparer.Ordinal).SelectMany(Read).ToList();
        var codes = CodesByHazard();
        foreach (var unknown in cases.Select(one => one.Hazard).Distinct().Where(hazard => hazard != "nothing" && !codes.ContainsKey(hazard)))
            Console.WriteLine($"docs/hazards.md has no row {unknown}.");

        var ours = cases.Select(one => Ours(one, codes.GetValueOrDefault(one.Hazard) ?? new HashSet<string>())).ToList();
        var theirs = squawk is null ? null : Squawk(squawk, cases);
        Console.WriteLine($"{cases.Count} cases: {cases.Count(one => one.IsUnsafe)} unsafe, {cases.Count(one => !one.IsUnsafe)} safe, for PostgreSQL {Major}.\n");
        Console.WriteLine($"{"",-14} {"found",21} {"false alarms",21}");
        foreach (var group in cases.Select(one => one.Group).Distinct())
        {
            Row($"{group}", "", cases, (_, i) => ours[i], one => one.Group == group);
            if (theirs is not null) Row("", "squawk", cases, (_, i) => theirs[i], one => one.Group == group);
        }

        Row("all", "schema-lint", cases, (_, i) => ours[i], _ => true);
        if (theirs is not null) Row("", "squawk", cases, (_, i) => theirs[i], _ => true);

        foreach (var (one, i) in cases.Select((one, i) => (one, i)).Where(pair => pair.one.IsUnsafe != ours[pair.i].IsFlagged))
            Console.WriteLine($"\n{(one.IsUnsafe ? "missed" : "false alarm")}, {one.Hazard}: {one.Text}\n  {ours[i].Findings}");
    }

    private static void Row(string group, string tool, List<HazardCase> cases, Func<HazardCase, int, Verdict> verdict, Func<HazardCase, bool> isOf)
    {
        var own = cases.Select((one, i) => (one.IsUnsafe, verdict(one, i).IsFlagged, IsOf: isOf(one))).Where(one => one.IsOf).ToList();
        var (unsafeCases, safeCases) = (own.Count(one => one.IsUnsafe), own.Count(one => !one.IsUnsafe));
        var (found, alarms) = (own.Count(one => one is { IsUnsafe: true, IsFlagged: true }), own.Count(one => one is { IsUnsafe: false, IsFlagged: true }));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(group.Length > 0 ? group : "  " + tool),-14} {found,7} of {unsafeCases,3} {Percent(found, unsafeCases),6} {alarms,9} of {safeCases,3} {Percent(alarms, safeCases),6}"));

        static string Percent(int part, int whole) => whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0}%");
    }

    /// <summary>An unsafe case must be found under a code of its hazard; a safe one may have no error and no warning at all.</summary>
    private static Verdict Ours(HazardCase one, IReadOnlySet<string> codes)
    {
        var result = MigrationAnalyzer.Analyze([Base(), .. one.Inputs()], new AnalysisOptions { PostgresVersion = Major });
        var findings = result.Findings.Where(finding => finding is { IsSuppressed: false, Severity: >= Severity.Suggestion } && finding.File != Base().Path).ToList();
        var isFlagged = one.IsUnsafe ? findings.Exists(finding => codes.Contains(finding.Rule.Code)) : findings.Exists(finding => finding.Severity >= Severity.Warning);
        return new Verdict(isFlagged, string.Join("; ", findings.Select(finding => $"{finding.Rule.Code} {finding.Message}")));
    }

    /// <summary>Any finding that is not about style counts, whatever it is about: its rules have other names.</summary>
    private static List<Verdict> Squawk(string program, List<HazardCase> cases)
    {
        using var scratch = new ScratchFolder();
        var owners = new Dictionary<string, int>();
        for (var i = 0; i < cases.Count; i++)
            foreach (var input in cases[i].Inputs()) owners.Add(scratch.Write($"{i}/{input.RelativePath}", Encoding.UTF8.GetString(input.Content.Span)), i);

        var found = new Dictionary<int, List<string>>();
        foreach (var batch in owners.Keys.Chunk(200))
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--reporter", "json", "--pg-version", $"{Major}.0", .. batch]) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            using var json = JsonDocument.Parse(output);
            foreach (var finding in json.RootElement.EnumerateArray())
            {
                var rule = finding.GetProperty("rule_name").GetString()!;
                if (Style.Any(prefix => rule.StartsWith(prefix, StringComparison.Ordinal))) continue;
                var owner = owners[finding.GetProperty("file").GetString()!];
                if (!found.TryGetValue(owner, out var rules)) found.Add(owner, rules = []);
                rules.Add(rule);
            }
        }

        return [.. cases.Select((_, i) => new Verdict(found.ContainsKey(i), string.Join("; ", found.GetValueOrDefault(i) ?? [])))];
    }

    private static MigrationInput Base() => new("001_base.sql", "001_base.sql", File.ReadAllBytes(Path.Combine(Folder, "base.sql")));

    private static IEnumerable<HazardCase> Read(string path)
    {
        var hazard = "";
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("# hazard: ", StringComparison.Ordinal)) hazard = line["# hazard: ".Length..];
            else if (line is ['-' or '+', ' ', ..]) yield return new HazardCase(Path.GetFileNameWithoutExtension(path), hazard, line[0] == '-', line[2..]);
        }
    }

    /// <summary>Which rules find which hazard, as the page says.</summary>
    private static Dictionary<string, IReadOnlySet<string>> CodesByHazard()
    {
        var result = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var line in File.ReadLines(RepositoryRoot.Combine("docs", "hazards.md")))
            if (HazardRow().Match(line) is { Success: true } row) result[row.Groups["name"].Value] = Code().Matches(row.Groups["rules"].Value).Select(match => match.Value).ToHashSet();
        return result;
    }

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \| (?<rules>.*) \|$")]
    private static partial Regex HazardRow();

    [GeneratedRegex(@"SB\d{4}")]
    private static partial Regex Code();

    /// <param name="Group">The file that it stands in.</param>
    /// <param name="Hazard">Its name in docs/hazards.md.</param>
    /// <param name="IsUnsafe">Whether it has the hazard.</param>
    /// <param name="Text">SQL; <c>---</c> separates migrations.</param>
    private sealed record HazardCase(string Group, string Hazard, bool IsUnsafe, string Text)
    {
        public IEnumerable<MigrationInput> Inputs() => Text.Split(" --- ").Select((sql, i) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{i + 2:D3}_step.sql");
            return new MigrationInput(name, name, Encoding.UTF8.GetBytes(sql + "\n"));
        });
    }

    /// <param name="IsFlagged">Whether the tool has found something.</param>
    /// <param name="Findings">What.</param>
    private sealed record Verdict(bool IsFlagged, string Findings);
}
