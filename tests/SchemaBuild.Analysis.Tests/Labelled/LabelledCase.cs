using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Labelled;

/// <summary>
/// Migrations of which is known whether an expert would stop them, read from the data files below this folder: <c>-- unsafe HAZARD [@MAJOR][: remark]</c> or
/// <c>-- safe …</c> begins a case, <c>-- next</c> its next migration. Before them lies the <c>schema.sql</c> of their folder, which is deployed. HAZARD is a name of
/// docs/hazards.md. The tests assert them, and the benchmark measures them beside squawk.
/// </summary>
internal sealed partial record LabelledCase(string Place, string Group, bool IsUnsafe, string Hazard, int PostgresVersion, string Remark, IReadOnlyList<string> Migrations)
{
    private const string SchemaFile = "000_schema.sql";

    private static readonly string Folder = RepositoryRoot.Combine("tests", "SchemaBuild.Analysis.Tests", "Labelled");

    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> Codes = new(ReadCodes);

    public required string Schema { get; init; }

    /// <summary>The rules that find the hazard; none if it is said there why none does.</summary>
    public IReadOnlyList<string> Rules => Codes.Value.GetValueOrDefault(Hazard, []);

    /// <summary>False for one that docs/hazards.md has no row of.</summary>
    public bool IsKnown => Hazard == "nothing" || Codes.Value.ContainsKey(Hazard);

    public static IReadOnlyList<LabelledCase> All() =>
        [.. Directory.EnumerateFiles(Folder, "*.sql", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "schema.sql").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static string FileName(int migration) => $"{migration + 1:D3}_case.sql";

    /// <summary>What SchemaBuild says of the case's own migrations.</summary>
    public IReadOnlyList<Finding> Lint()
    {
        var files = Migrations.Select((sql, i) => Input(FileName(i), sql)).Prepend(Input(SchemaFile, Schema));
        var result = MigrationAnalyzer.Analyze(files, new AnalysisOptions { PostgresVersion = PostgresVersion });
        return [.. result.Findings.Where(finding => finding.File != SchemaFile && !finding.IsSuppressed)];
    }

    /// <summary>Found for what it is, and not by chance.</summary>
    public bool IsNamed(IReadOnlyList<Finding> findings) => findings.Any(finding => Rules.Contains(finding.Rule.Code));

    /// <summary>Whether a build stops or warns, or anybody says anything of the hazard: right for an unsafe case, a false alarm for a safe one.</summary>
    public bool IsReported(IReadOnlyList<Finding> findings) => IsNamed(findings) || findings.Any(finding => finding.Severity >= Severity.Warning);

    public override string ToString() => $"{Place}: {(IsUnsafe ? "unsafe" : "safe")} {Hazard}{(Remark.Length > 0 ? ": " + Remark : "")}";

    private static MigrationInput Input(string name, string sql) => new(name, name, Encoding.UTF8.GetBytes(sql));

    private static IEnumerable<LabelledCase> Read(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var schema = File.ReadAllText(Path.Combine(folder, "schema.sql"));
        var lines = File.ReadAllLines(file);
        var heads = Enumerable.Range(0, lines.Length).Where(i => Head().IsMatch(lines[i])).ToList();
        foreach (var (n, start) in heads.Index())
        {
            var head = Head().Match(lines[start]);
            var end = n + 1 < heads.Count ? heads[n + 1] : lines.Length;
            var migrations = string.Join('\n', lines[(start + 1)..end]).Split("\n-- next\n");
            yield return new LabelledCase(
                $"{Path.GetFileName(folder)}/{Path.GetFileName(file)}({start + 1})", Path.GetFileNameWithoutExtension(file), head.Groups["label"].Value == "unsafe", head.Groups["hazard"].Value,
                head.Groups["major"].Success ? int.Parse(head.Groups["major"].Value, null) : 15, head.Groups["remark"].Value, migrations) { Schema = schema };
        }
    }

    /// <summary>A row may be about two hazards, as <c>set-tablespace / set-access-method</c>.</summary>
    private static Dictionary<string, string[]> ReadCodes() =>
        File.ReadLines(RepositoryRoot.Combine("docs", "hazards.md")).Select(line => Row().Match(line)).Where(row => row.Success)
            .SelectMany(row => row.Groups["hazard"].Value.Split(" / ").Append(row.Groups["hazard"].Value).Distinct().Select(name => (Name: name, Codes: CodesOf(row.Groups["rules"].Value))))
            .ToDictionary(row => row.Name, row => row.Codes);

    private static string[] CodesOf(string rules) => rules.StartsWith("no rule", StringComparison.Ordinal) ? [] : [.. Code().Matches(rules).Select(code => code.Value).Distinct()];

    [GeneratedRegex(@"^-- (?<label>safe|unsafe) (?<hazard>[\w/ -]*[\w])( @(?<major>\d+))?(: (?<remark>.*))?$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\|(?: H\d+ \|)? `(?<hazard>[^`]+)` \| (?<rules>.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\bSB\d{4}\b")]
    private static partial Regex Code();
}
