using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class PaddedTextTests() : RuleTest(new PaddedText())
{
    [Theory]
    [InlineData("CREATE TABLE users ([|code|] char(2));")]
    [InlineData("CREATE TABLE users ([|code|] character(10), name text);")]
    [InlineData("CREATE TABLE users ([|flag|] char);")]
    public void Found_for_char(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE users (code text, name varchar(10), kind \"char\");")]
    public void Silent_for_other_text(string sql) => Silent(sql);
}
