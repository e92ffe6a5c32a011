using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class ShortKeyTests() : RuleTest(new ShortKey())
{
    [Theory]
    [InlineData("CREATE TABLE users ([|id|] serial PRIMARY KEY);")]
    [InlineData("CREATE TABLE users ([|id|] int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);")]
    [InlineData("CREATE TABLE users (name text, [|id|] smallserial);")]
    [InlineData("CREATE TABLE users ([|id|] integer PRIMARY KEY, name text);")]
    [InlineData("CREATE TABLE users (name text);\nALTER TABLE users ADD COLUMN [|id|] serial;")]
    public void Found_for_keys_that_count_up(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);")]
    [InlineData("CREATE TABLE users (id bigserial PRIMARY KEY, age int, rank smallint);")]
    [InlineData("CREATE TABLE users (id uuid PRIMARY KEY);")]
    [InlineData("CREATE TABLE states (code smallint PRIMARY KEY);")]
    [InlineData("CREATE TABLE likes (user_id int, post_id int, PRIMARY KEY (user_id, post_id));")]
    [InlineData("CREATE TEMP TABLE users (id serial PRIMARY KEY);")]
    [InlineData("CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE details (user_id int PRIMARY KEY REFERENCES users);")]
    [InlineData("CREATE TABLE copies AS SELECT 1 AS id;")]
    public void Silent_for_what_is_wide_enough_or_given_by_hand(string sql) => Silent(sql);

    [Fact]
    public void Found_for_a_smallint_key() => Assert.Contains("smallint, which ends at 32 thousand", Finds("""
        CREATE TABLE users ([|id|] smallint, PRIMARY KEY (id));
        """).Message, StringComparison.Ordinal);
}
