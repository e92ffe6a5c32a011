using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>What is said of pgvector is what pgvector does, in PGlite.</summary>
public sealed class VectorProof
{
    private static readonly string[] Methods = ["hnsw", "ivfflat"];

    private static readonly string[] Keys =
    [
        "vector(2000) vector_l2_ops", "vector(2001) vector_l2_ops", "vector vector_l2_ops", "vector(3) vector_ip_ops", "vector(3) vector_cosine_ops", "vector(3) vector_l1_ops", "vector(3)", "vector(2001)",
        "halfvec(4000) halfvec_l2_ops", "halfvec(4001) halfvec_cosine_ops", "halfvec halfvec_ip_ops", "halfvec(3)", "vector(3) halfvec_l2_ops", "halfvec(3) vector_l2_ops",
        "sparsevec(100000) sparsevec_l2_ops", "sparsevec sparsevec_l2_ops", "sparsevec(3)",
        "bit(64000) bit_hamming_ops", "bit(64001) bit_hamming_ops", "bit(3) bit_jaccard_ops", "bit(3)",
    ];

    [Fact]
    public async Task Indexes_are_refused_as_predicted()
    {
        var scripts = (from method in Methods from key in Keys select $"CREATE TABLE items (c {key.Split(' ')[0]}); CREATE INDEX i ON items USING {method} (c {key.Split(' ').ElementAtOrDefault(1)});").ToList();
        var observed = await ObserveAsync(scripts);

        Assert.Equal(
            scripts.Zip(observed, (script, seen) => $"{script} {(seen.TryGetProperty("error", out var error) ? error.GetString() : "")}"),
            scripts.Select(script => $"{script} {Predict(script)}"));
    }

    [Fact]
    public async Task A_class_serves_one_operator()
    {
        const string Classes = """
            SELECT DISTINCT opcname, (SELECT string_agg(oprname, ',') FROM pg_amop JOIN pg_operator ON pg_operator.oid = amopopr WHERE amopfamily = opcfamily)
              FROM pg_opclass JOIN pg_am ON pg_am.oid = opcmethod WHERE amname IN ('hnsw', 'ivfflat')
            """;
        var rows = (await ObserveAsync([Classes]))[0].GetProperty("rows").EnumerateArray().Select(row => row.GetString()!.Split(' ')).ToList();

        Assert.Equal(14, rows.Count);
        Assert.All(rows, row => Assert.Equal(row[0], VectorIndexes.ClassFor(row[0].Split('_')[0], row[1])));
    }

    [Fact]
    public async Task An_index_is_used_for_the_operator_of_its_class_alone()
    {
        const string Table = "CREATE TABLE items (c vector(3)); INSERT INTO items SELECT ARRAY[g, g, g]::vector FROM generate_series(1, 1000) g; CREATE INDEX i ON items USING hnsw (c vector_cosine_ops); SET LOCAL enable_seqscan = off;";
        string[] operators = ["<->", "<#>", "<=>", "<+>"];
        var plans = await ObserveAsync([.. operators.Select(name => $"{Table} EXPLAIN SELECT * FROM items ORDER BY c {name} '[1,2,3]' LIMIT 3;")]);

        Assert.Equal(["<=>"], operators.Where((_, number) => plans[number].GetProperty("rows").EnumerateArray().Any(line => line.GetString()!.Contains("Index Scan using i", StringComparison.Ordinal))));
    }

    private static string Predict(string script) =>
        MigrationAnalyzer.Analyze([Input("1_extension.sql", "CREATE EXTENSION vector;"), Input("2_index.sql", script)], new AnalysisOptions { PostgresVersion = 17, ReportStatements = true }).Statements[^1].Error ?? "";

    private static MigrationInput Input(string name, string sql) => new(name, name, Encoding.UTF8.GetBytes(sql));

    private static async Task<List<JsonElement>> ObserveAsync(IReadOnlyList<string> scripts)
    {
        var folder = RepositoryRoot.Combine("artifacts", "pgvector");
        Assert.SkipUnless(Directory.Exists(folder), "PGlite, a PostgreSQL with pgvector, is not here: 'bash build/pgvector.sh' fetches it.");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Vectors", "observe.mjs"), folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(scripts));
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<List<JsonElement>>(output)!;
    }
}
