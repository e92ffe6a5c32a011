using System.Text;
using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class InvalidFileNameTests() : RuleTest(new InvalidFileName())
{
    [Theory]
    [InlineData("add_users.sql", 1)]
    [InlineData("v1_add_users.sql", 1)]
    [InlineData("001.sql", 0)]
    [InlineData("20261122093000_add_users.sql", 0)]
    public void Found_without_leading_digits(string name, int expected) =>
        Assert.Equal(expected, Of(MigrationAnalyzer.Analyze([new MigrationInput(name, name, Encoding.UTF8.GetBytes("SELECT 1;"))])).Count);
}
