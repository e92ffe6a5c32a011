using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Labelled;

/// <summary>
/// Migrations of which is known whether an expert would stop them, read from the data files of this folder: <c>-- unsafe HAZARD [@MAJOR][: remark]</c> or
/// <c>-- safe …</c> begins a case, <c>-- next</c> its next migration. Before them all lies <c>schema.sql</c>, which is deployed. HAZARD is a name of docs/hazards.md.
/// </summary>
internal sealed partial record LabelledCase(string Place, bool IsUnsafe, string Hazard, int PostgresVersion, string Remark, IReadOnlyList<string> Migrations)
{
    private const string SchemaFile = "000_schema.sql";
    private static readonly string Folder = RepositoryRoot.Combine("tests", "SchemaBuild.Analysis.Tests", "Labelled");
    private static readonly Lazy<string> Schema = new(() => File.ReadAllText(Path.Combine(Folder, "schema.sql")));
    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> Codes = new(ReadCodes);

    /// <summary>The rules that find the hazard; none if it is said there why none does.</summary>
    public IReadOnlyList<string> Rules => Codes.Value.GetValueOrDefault(Hazard, []);

    public static IReadOnlyList<LabelledCase> All() =>
        [.. Directory.EnumerateFiles(Folder, "*.sql").Where(file => Path.GetFileName(file) != "schema.sql").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static string FileName(int migration) => $"{migration + 1:D3}_case.sql";

    /// <summary>What SchemaBuild says of the case's own migrations.</summary>
    public IReadOnlyList<Finding> Lint()
    {
        var files = Migrations.Select((sql, i) => Input(FileName(i), sql)).Prepend(Input(SchemaFile, Schema.Value));
        var result = MigrationAnalyzer.Analyze(files, new AnalysisOptions { PostgresVersion = PostgresVersion });
        return [.. result.Findings.Where(finding => finding.File != SchemaFile && !finding.IsSuppressed)];
    }

    /// <summary>An unsafe case must be found for what it is; of a safe one the build says nothing, and nobody says anything of its hazard.</summary>
    public bool IsRight(IReadOnlyList<Finding> findings) => IsUnsafe
        ? findings.Any(finding => Rules.Contains(finding.Rule.Code))
        : !findings.Any(finding => finding.Severity >= Severity.Warning || Rules.Contains(finding.Rule.Code));

    public override string ToString() => $"{Place}: {(IsUnsafe ? "unsafe" : "safe")} {Hazard}{(Remark.Length > 0 ? ": " + Remark : "")}";

    private static MigrationInput Input(string name, string sql) => new(name, name, Encoding.UTF8.GetBytes(sql));

    private static IEnumerable<LabelledCase> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var heads = Enumerable.Range(0, lines.Length).Where(i => Head().IsMatch(lines[i])).ToList();
        foreach (var (n, start) in heads.Index())
        {
            var head = Head().Match(lines[start]);
            var end = n + 1 < heads.Count ? heads[n + 1] : lines.Length;
            var migrations = string.Join('\n', lines[(start + 1)..end]).Split("\n-- next\n");
            yield return new LabelledCase(
                $"{Path.GetFileName(file)}({start + 1})", head.Groups["label"].Value == "unsafe", head.Groups["hazard"].Value,
                head.Groups["major"].Success ? int.Parse(head.Groups["major"].Value, null) : 15, head.Groups["remark"].Value, migrations);
        }
    }

    private static Dictionary<string, string[]> ReadCodes() =>
        File.ReadLines(RepositoryRoot.Combine("docs", "hazards.md")).Select(line => Row().Match(line)).Where(row => row.Success)
            .ToDictionary(row => row.Groups["hazard"].Value, row => Code().Matches(row.Groups["rules"].Value).Select(code => code.Value).Distinct().ToArray());

    [GeneratedRegex(@"^-- (?<label>safe|unsafe) (?<hazard>[\w/ -]*[\w])( @(?<major>\d+))?(: (?<remark>.*))?$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\| `(?<hazard>[^`]+)` \| (?<rules>.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\bSB\d{4}\b")]
    private static partial Regex Code();
}
