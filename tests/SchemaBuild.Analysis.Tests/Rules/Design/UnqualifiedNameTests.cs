using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class UnqualifiedNameTests() : RuleTest(new UnqualifiedName())
{
    private protected override AnalysisMode Mode => AnalysisMode.Strict;

    [Theory]
    [InlineData("CREATE TABLE [|users|] (id bigint);\nCREATE TABLE notes (id bigint);")]
    [InlineData("CREATE TABLE app.users (id bigint);\nCREATE INDEX ON [|users|] (id);")]
    [InlineData("CREATE TABLE app.users (id bigint);\nUPDATE [|users|] SET id = 1 WHERE id = 2;")]
    public void Found_once_in_a_file(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE app.users (id bigint);\nWITH old AS (SELECT id FROM app.users) INSERT INTO app.users SELECT id FROM old;")]
    [InlineData("SET search_path = app;\nCREATE TABLE users (id bigint);")]
    [InlineData("CREATE TEMP TABLE users (id bigint);\nINSERT INTO users VALUES (1);")]
    public void Silent_where_the_schema_is_clear(string sql) => Silent(sql);
}
