using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class LimitedTextTests() : RuleTest(new LimitedText())
{
    [Theory]
    [InlineData("CREATE TABLE users (id bigint, [|name|] varchar(50), nick varchar(20));")]
    [InlineData("CREATE TABLE users ([|name|] character varying(50));")]
    [InlineData("CREATE TABLE users (name text);\nALTER TABLE users ADD [|nick|] varchar(20);")]
    public void Found_for_a_length(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE users (name text, nick varchar, code char(2));")]
    [InlineData("CREATE TABLE users (name text CHECK (char_length(name) <= 50));")]
    [InlineData("CREATE TEMP TABLE users (name varchar(50));")]
    public void Silent_for_text(string sql) => Silent(sql);

    [Fact]
    public void Names_each_length() => Assert.Contains("status and message of public.jobs are varchar(10) and varchar(2500).", Finds("""
        CREATE TABLE jobs ([|status|] varchar(10), message varchar(2500));
        """).Message, StringComparison.Ordinal);
}
