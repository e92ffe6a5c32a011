using System.Text;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>The definition in <c>docs/checksums.md</c> is what the analysis and the runner do, in this release and in every other.</summary>
public sealed class ChecksumPageTests
{
    private const string OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string OfSelect = "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd";

    [Theory]
    [InlineData("", OfNothing)]
    [InlineData("SELECT 1;\n", OfSelect)]
    [InlineData("SELECT 1;\r\n", OfSelect)]
    [InlineData("\uFEFFSELECT 1;\r\n", OfSelect)]
    public void The_page_tells_the_truth(string text, string checksum)
    {
        var planned = MigrationAnalyzer.Analyze([new MigrationInput("001_a.sql", "001_a.sql", Encoding.UTF8.GetBytes(text))]).Migrations[0];

        Assert.Equal(checksum, planned.Up.Checksum);
        Assert.Equal(checksum, new MigrationScript("001_a.sql", text, "").Checksum);
        Assert.Contains(checksum, File.ReadAllText(RepositoryRoot.Combine("docs", "checksums.md")), StringComparison.Ordinal);
    }
}
