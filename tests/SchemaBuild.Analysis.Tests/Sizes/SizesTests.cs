using System.Text;

namespace SchemaBuild.Analysis.Tests.Sizes;

/// <summary>How the size of a table moves the severity of a finding, and what it adds to the message.</summary>
public sealed class SizesTests
{
    private const string Build = "CREATE INDEX orders_note ON orders (note);";
    private const string Key = "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;";

    [Fact]
    public void Nothing_changes_without_sizes() => Assert.Equal(Severity.Error, Find("SB1001", Build, null).Severity);

    [Fact]
    public void A_table_that_the_file_does_not_have_is_as_before() =>
        Assert.Equal(Severity.Error, Find("SB1001", Build, new() { ["public.users"] = new(5) }).Severity);

    [Fact]
    public void A_large_table_is_told()
    {
        var finding = Find("SB1001", Build, new() { ["public.orders"] = new(412_000_000, 98L << 30, 310) });

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.EndsWith(" public.orders has 412 million rows (98 GB), and 310 of them are written each second.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_table_makes_it_a_suggestion()
    {
        var finding = Find("SB1001", Build, new() { ["public.orders"] = new(249, 65536) });

        Assert.Equal(Severity.Suggestion, finding.Severity);
        Assert.EndsWith(" public.orders has 249 rows (64 kB).", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_rows_that_are_huge_are_not_small() => Assert.Equal(Severity.Error, Find("SB1001", Build, new() { ["public.orders"] = new(249, 1L << 30) }).Severity);

    [Fact]
    public void A_suggestion_about_a_large_table_is_a_warning()
    {
        Assert.Equal(Severity.Suggestion, Find("SB5026", Key, new() { ["public.orders"] = new(100_000) }).Severity);
        Assert.Equal(Severity.Warning, Find("SB5026", Key, new() { ["public.orders"] = new(20_000_000) }).Severity);
    }

    [Fact]
    public void What_is_configured_stays() => Assert.Equal(Severity.Error, Find("SB1001", Build, new() { ["public.orders"] = new(1) }, (_, _) => Severity.Error).Severity);

    [Fact]
    public void A_rule_that_is_not_about_size_does_not_care()
    {
        var finding = Find("SB2001", "DROP TABLE orders;", new() { ["public.orders"] = new(1) });

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.DoesNotContain("1 row", finding.Message, StringComparison.Ordinal);
    }

    private static Finding Find(string code, string sql, Dictionary<string, TableSize>? sizes, Func<string, string, Severity?>? configured = null)
    {
        MigrationInput[] files =
        [
            new("001_orders.sql", "001_orders.sql", "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text);"u8.ToArray()),
            new("002_change.sql", "002_change.sql", Encoding.UTF8.GetBytes(sql)),
        ];
        var options = new AnalysisOptions
        {
            StatsFile = sizes is null ? null : new MigrationInput("schema-stats.json", "schema-stats.json", Encoding.UTF8.GetBytes(SchemaStats.Write(sizes))),
            ConfiguredSeverity = configured,
        };
        return Assert.Single(MigrationAnalyzer.Analyze(files, options).Findings, finding => finding.Rule.Code == code);
    }
}
