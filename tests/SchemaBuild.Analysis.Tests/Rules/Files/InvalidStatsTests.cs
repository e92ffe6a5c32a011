using System.Text;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class InvalidStatsTests
{
    [Theory]
    [InlineData("", 1, 1, "This is not JSON")]
    [InlineData("{\n  \"version\": 1,\n  \"tables\": {]\n", 3, 14, "This is not JSON")]
    [InlineData("[]", 1, 1, "Here must be an object")]
    [InlineData("{ \"version\": 2 }", 1, 14, "only version 1 is known")]
    [InlineData("{ \"tables\": {} }", 1, 16, "\"version\" is missing")]
    [InlineData("{ \"version\": 1,\n  \"table\": {} }", 2, 3, "only \"version\" and \"tables\"")]
    [InlineData("{ \"version\": 1, \"tables\": { \"orders\": { \"rows\": 1 } } }", 1, 29, "write \"schema.table\"")]
    [InlineData("{ \"version\": 1, \"tables\": { \"public.orders\": {} } }", 1, 29, "public.orders has no \"rows\"")]
    [InlineData("{ \"version\": 1, \"tables\": { \"public.ö\": { \"rows\": -1 } } }", 1, 51, "\"rows\" is a whole number")]
    [InlineData("{ \"version\": 1, \"tables\": { \"public.orders\": { \"rows\": \"many\" } } }", 1, 56, "\"rows\" is a whole number")]
    [InlineData("{ \"version\": 1, \"tables\": { \"public.orders\": { \"rows\": 1, \"published\": 1 } } }", 1, 72, "\"published\" is true or false")]
    [InlineData("{ \"version\": 1, \"tables\": { \"public.orders\": { \"rows\": 1, \"size\": 1 } } }", 1, 59, "A table has no \"size\"")]
    [InlineData("{ \"version\": 1, \"tables\": { \"a.b\": { \"rows\": 1 },\n\"a.b\": { \"rows\": 1 } } }", 2, 1, "a.b is there twice")]
    public void What_is_wrong_is_said_with_its_place(string text, int line, int column, string message)
    {
        var finding = Assert.Single(Analyze(text).Findings);
        Assert.Equal(("SB0020", "migrations/schema-stats.json", line, column), (finding.Rule.Code, finding.File, finding.Line, finding.Column));
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told() => Assert.Equal("SB0020", Assert.Single(Analyze([0x7B, 0xFF])).Rule.Code);

    [Fact]
    public void A_good_file_is_silent() => Assert.Empty(Analyze("{ \"version\": 1, \"tables\": { \"public.orders\": { \"rows\": 12, \"bytes\": 8192, \"writesPerSecond\": 0.5, \"published\": true } } }").Findings);

    [Fact]
    public void What_is_written_can_be_read()
    {
        var text = SchemaStats.Write(new Dictionary<string, TableSize> { ["public.b"] = new(5, 8192, 1.2345, true), ["public.a"] = new(0), ["public.\"ö\\"] = new(long.MaxValue) });

        Assert.Empty(Analyze(text).Findings);
        Assert.Equal("""
            {
              "version": 1,
              "tables": {
                "public.\"ö\\": {
                  "rows": 9223372036854775807
                },
                "public.a": {
                  "rows": 0
                },
                "public.b": {
                  "rows": 5,
                  "bytes": 8192,
                  "writesPerSecond": 1.23,
                  "published": true
                }
              }
            }

            """.ReplaceLineEndings("\n"), text);
    }

    private static AnalysisResult Analyze(string stats) => Run(Encoding.UTF8.GetBytes(stats));

    private static IReadOnlyList<Finding> Analyze(byte[] stats) => Run(stats).Findings;

    private static AnalysisResult Run(byte[] stats) => MigrationAnalyzer.Analyze(
        [new MigrationInput("migrations/001_orders.sql", "001_orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);"u8.ToArray())],
        new AnalysisOptions { StatsFile = new MigrationInput("migrations/schema-stats.json", "schema-stats.json", stats) });
}
