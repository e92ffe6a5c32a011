using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class InvalidDirectiveTests() : RuleTest(new InvalidDirective())
{
    [Theory]
    [InlineData("alow SB1001 reason=\"x\"", "'alow' is not a directive")]
    [InlineData("allow reason=\"x\"", "names no code")]
    [InlineData("allow SB1 reason=\"x\"", "'SB1' is not a code")]
    [InlineData("allow SB1001", "needs a reason")]
    [InlineData("allow SB1001 reason=\"\"", "needs a reason")]
    [InlineData("allow SB1001 because=\"x\"", "'because' is not a key")]
    [InlineData("allow SB1001 reason=\"x\" until=tomorrow", "is not a date")]
    [InlineData("no-transaction please", "takes no 'please'")]
    public void Found_for_what_cannot_be_understood(string directive, string says) =>
        Assert.Contains(says, Finds($"[|-- schemabuild:{directive}|]\nSELECT 1;").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("allow SB1001,SB1002 reason=\"the table is small\" until=2999-01-01")]
    [InlineData("no-transaction")]
    [InlineData("backfill")]
    public void Silent_for_known_verbs(string directive) => Silent($"-- schemabuild:{directive}\nSELECT 1;");

    [Fact]
    public void Silent_for_other_comments() => Silent("-- about schemabuild: nothing\nSELECT 1;");
}
