using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class QuotedNameTests() : RuleTest(new QuotedName())
{
    [Theory]
    [InlineData("[|CREATE TABLE \"Users\" (id bigint)|];")]
    [InlineData("[|CREATE TABLE \"user\" (id bigint)|];")]
    [InlineData("CREATE TABLE users ([|\"createdAt\"|] timestamptz);")]
    [InlineData("CREATE TABLE users ([|\"order\"|] int, \"first name\" text);")]
    [InlineData("CREATE TABLE users (id bigint);\nALTER TABLE users ADD COLUMN [|\"isAdmin\"|] boolean;")]
    public void Found_for_names_in_quotes(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE Users (ID bigint, created_at timestamptz);")]
    [InlineData("CREATE TABLE \"users\" (\"id\" bigint, name text, value text, type text, position int, timestamp timestamptz);")]
    [InlineData("CREATE TEMP TABLE \"Users\" (\"Id\" bigint);")]
    public void Silent_for_names_that_need_none(string sql) => Silent(sql);

    [Fact]
    public void Found_once_in_a_table_that_has_such_names() => Finds("""
        CREATE TABLE users (id bigint, [|"createdAt"|] timestamptz);
        --- next migration
        ALTER TABLE users ADD COLUMN "updatedAt" timestamptz;
        """);
}
