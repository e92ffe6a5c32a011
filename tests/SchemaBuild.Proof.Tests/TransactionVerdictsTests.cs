using System.Globalization;
using System.Text;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>Which statements refuse a transaction is what the servers said: the verdicts of <c>build/facts</c>.</summary>
public sealed class TransactionVerdictsTests
{
    public static TheoryData<int> Majors => PostgresServer.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public void Statements_refuse_a_transaction_as_the_servers_do(int major)
    {
        var setup = Read("setup.sql") + Read("subscriptions.sql");
        var differences = new StringBuilder();
        foreach (var line in File.ReadLines(RepositoryRoot.Combine("tests", "SchemaBuild.Analysis.Tests", "ServerFacts", "Data", "inside-transaction.tsv")).Skip(1))
        {
            if (line.Split('\t') is not [var sql, var error, _, var majors] || !Holds(majors, major)) continue;
            if (!error.StartsWith("25", StringComparison.Ordinal) && error.Length > 0 && error != "2D000") continue;    // Refused for another reason.
            var result = MigrationAnalyzer.Analyze(
                [Input("1_setup.sql", setup), Input("2_case.sql", $"BEGIN;\n{sql};\nSELECT 1;\nCOMMIT;")],
                new AnalysisOptions { PostgresVersion = major, ReportStatements = true });
            var predicted = result.Statements.Where(report => report.File == "2_case.sql").Select(report => report.Error).FirstOrDefault(state => state is "25001" or "2D000") ?? "";
            if (predicted != error) differences.Append(CultureInfo.InvariantCulture, $"{sql}: the server says '{error}', the analysis '{predicted}'\n");
        }

        Assert.True(differences.Length == 0, $"PostgreSQL {major} disagrees:\n{differences}");
    }

    private static string Read(string name) => File.ReadAllText(RepositoryRoot.Combine("build", "facts", "transactions", name));

    private static bool Holds(string majors, int major) =>
        int.Parse(majors.AsSpan(0, 2), CultureInfo.InvariantCulture) <= major && major <= int.Parse(majors.AsSpan(3), CultureInfo.InvariantCulture);

    private static MigrationInput Input(string name, string sql) => new(name, name, Encoding.UTF8.GetBytes(sql));
}
