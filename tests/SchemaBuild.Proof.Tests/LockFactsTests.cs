using System.Text;
using System.Text.Json;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;
using SchemaBuild.Tool.Tracing;

namespace SchemaBuild.Proof;

/// <summary>What the analysis predicts is what was once measured for the statements of <c>../shared/lock-facts</c>, on every major.</summary>
public sealed class LockFactsTests
{
    public static TheoryData<int> Majors => PostgresServer.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public void Prediction_equals_the_measured_facts(int major)
    {
        var folder = RepositoryRoot.Combine("..", "shared", "lock-facts");
        if (!Directory.Exists(folder)) Assert.Skip($"The measured facts are not on this machine: {folder}");

        var setup = File.ReadAllBytes(Path.Combine(folder, "setup.sql"));
        using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "facts.json")));
        var differences = new StringBuilder();
        foreach (var fact in facts.RootElement.GetProperty("cases").EnumerateArray())
        {
            var sql = fact.GetProperty("sql").GetString()!;
            var measured = Measured(fact.GetProperty("facts").GetProperty($"{major}")).ToString();
            var predicted = Predict(setup, sql, major).ToString();
            if (predicted != measured)
                differences.Append(System.Globalization.CultureInfo.InvariantCulture, $"{fact.GetProperty("name").GetString()}: {sql}\n   measured {measured}\n  predicted {predicted}\n");
        }

        Assert.True(differences.Length == 0, $"PostgreSQL {major} disagrees:\n{differences}");
    }

    private static Observation Predict(byte[] setup, string sql, int major)
    {
        // A SET in front of the statement was executed before the transaction.
        var semicolon = sql.StartsWith("SET ", StringComparison.Ordinal) ? sql.IndexOf(';', StringComparison.Ordinal) + 1 : 0;
        var script = $"{sql[..semicolon]}BEGIN; SET search_path = app, public; {sql[semicolon..]}; COMMIT;";
        var result = MigrationAnalyzer.Analyze(
            [new MigrationInput("1_setup.sql", "1_setup.sql", setup), new MigrationInput("2_case.sql", "2_case.sql", Encoding.UTF8.GetBytes(script))],
            new AnalysisOptions { PostgresVersion = major, ReportStatements = true });
        return Observation.Predicted(result.Statements[^1]);
    }

    private static Observation Measured(JsonElement fact)
    {
        var observation = new Observation
        {
            Error = fact.TryGetProperty("error", out var error) ? error.GetString() : null,
            ForeignKeyChecks = fact.TryGetProperty("foreignKeyChecks", out var checks) ? checks.GetInt32() : 0,
        };
        if (observation.Error is not null) return observation;
        foreach (var held in fact.GetProperty("locks").EnumerateObject()) observation.Locks[held.Name] = held.Value.GetString()!;
        foreach (var built in fact.GetProperty("indexBuilds").EnumerateObject()) observation.IndexBuilds[built.Name] = built.Value.GetInt32();
        observation.Rewrites.AddRange(fact.GetProperty("rewrites").EnumerateArray().Select(name => name.GetString()!));
        observation.Scans.AddRange(fact.GetProperty("scans").EnumerateArray().Select(name => name.GetString()!));
        return observation;
    }
}
