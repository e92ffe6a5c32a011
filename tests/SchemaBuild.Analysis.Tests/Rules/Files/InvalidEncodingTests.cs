using System.Text;
using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class InvalidEncodingTests() : RuleTest(new InvalidEncoding())
{
    [Fact]
    public void Found_at_the_first_byte_that_is_not_utf8()
    {
        var finding = Assert.Single(Of(Analyze([.. "SELECT 1;\n-- caf"u8, 0xE9, .. "\n"u8])));
        Assert.Equal((2, 7), (finding.Line, finding.Column));
        Assert.Contains("0xE9", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_for_utf16() => Assert.Contains("UTF-16", Assert.Single(Of(Analyze([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("SELECT 1;")]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_a_nul_byte() => Assert.Single(Of(Analyze([.. "SELECT '"u8, 0, .. "';"u8])));

    [Fact]
    public void Silent_for_a_byte_order_mark_and_crlf() => Assert.Empty(Of(Analyze([0xEF, 0xBB, 0xBF, .. "SELECT 'é';\r\n"u8])));

    private static AnalysisResult Analyze(byte[] content) => MigrationAnalyzer.Analyze([new MigrationInput("001_a.sql", "001_a.sql", content)]);
}
