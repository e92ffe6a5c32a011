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
}
