using System.Text;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;
using SchemaBuild.Tool.Tracing;

namespace SchemaBuild.Proof;

/// <summary>What the analysis predicts for each statement of <c>Effects/</c> is what a live server of each major does.</summary>
public sealed class EffectsProof
{
    internal const string SearchPath = "SET search_path = app, public";

    public static TheoryData<string, int> FilesAndMajors { get; } = new(FilesTimesMajors());

    [Theory]
    [MemberData(nameof(FilesAndMajors))]
    public async Task Prediction_equals_observation(string file, int major)
    {
        var server = await PostgresServer.GetAsync(major);
        var (state, cases) = ProofCase.ReadFile(Path.Combine(AppContext.BaseDirectory, "Effects", file));
        var stateSql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "States", state + ".sql"), TestContext.Current.CancellationToken);
        await using var database = await server.CreateDatabaseAsync();
        await using (var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
            await ExecuteAsync(connection, stateSql);
        await database.CloseConnectionsAsync();

        var differences = new StringBuilder();
        foreach (var together in cases.Where(proof => proof.Given.Count > 0).GroupBy(proof => proof.Given))
        {
            await using var copy = await server.CreateDatabaseAsync(database.Name);
            await using var connection = await copy.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await ExecuteAsync(connection, SearchPath);
            foreach (var given in together.Key) await ExecuteAsync(connection, given);
            foreach (var (proof, predicted) in Predict([.. together], stateSql, major)) await CompareAsync(connection, proof, predicted, file, differences);
        }

        await using (var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            foreach (var (proof, predicted) in Predict([.. cases.Where(proof => proof.Given.Count == 0)], stateSql, major))
            {
                await ExecuteAsync(connection, "RESET ALL");
                await ExecuteAsync(connection, SearchPath);
                var difference = new StringBuilder();
                await CompareAsync(connection, proof, predicted, file, difference);
                if (difference.Length == 0) continue;

                // What a session has looked up about a table once, it need not lock again: a new one tells.
                await using var sessions = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
                await using var fresh = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken);
                await ExecuteAsync(fresh, SearchPath);
                await CompareAsync(fresh, proof, predicted, file, differences);
            }
        }

        Assert.True(differences.Length == 0, $"PostgreSQL {major} disagrees:\n{differences}");
    }

    private static async Task CompareAsync(NpgsqlConnection connection, ProofCase proof, StatementReport report, string file, StringBuilder differences)
    {
        await ExecuteAsync(connection, "BEGIN");
        var observed = (await new StatementObserver(connection).ObserveAsync(proof.Sql, TestContext.Current.CancellationToken)).ToString();
        await ExecuteAsync(connection, "ROLLBACK");

        var predicted = Observation.Predicted(report).ToString();
        if (predicted != observed)
            differences.Append(System.Globalization.CultureInfo.InvariantCulture, $"{file}({proof.Line}): {proof.Sql}\n   observed {observed}\n  predicted {predicted}\n");
    }

    internal static StatementReport Predict(ProofCase proof, string stateSql, int major) => Predict([proof], stateSql, major)[0].Report;

    /// <summary>Predicts statements after the same state, each in a transaction that is rolled back.</summary>
    private static List<(ProofCase Proof, StatementReport Report)> Predict(IReadOnlyList<ProofCase> together, string stateSql, int major)
    {
        if (together.Count == 0) return [];
        string[] script = [SearchPath, .. together[0].Given, .. together.SelectMany(proof => new[] { "BEGIN", proof.Sql, "ROLLBACK" })];
        var result = MigrationAnalyzer.Analyze(
            [Input("1_state.sql", stateSql), Input("2_proof.sql", string.Concat(script.Select(sql => sql + ";\n")))],
            new AnalysisOptions { PostgresVersion = major, ReportStatements = true });
        var reports = result.Statements.TakeLast(together.Count).ToList();
        Assert.Equal(together.Select(proof => proof.Sql.Trim()), reports.Select(report => report.Sql));
        return [.. together.Zip(reports)];
    }

    private static MigrationInput Input(string name, string sql) => new(name, name, Encoding.UTF8.GetBytes(sql));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string File, int Major)> FilesTimesMajors() =>
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Effects"), "*.sql").Select(Path.GetFileName).Order(StringComparer.Ordinal)
        from major in Enumerable.Range(AnalysisOptions.OldestVersion, AnalysisOptions.NewestVersion - AnalysisOptions.OldestVersion + 1)
        select (file, major);
}
