using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class SchemaWorkInFunctionTests() : RuleTest(new SchemaWorkInFunction())
{
    [Theory]
    [InlineData("[|ALTER TABLE t ADD COLUMN a text|];")]
    [InlineData("[|TRUNCATE t|];")]
    [InlineData("[|DELETE FROM t|];")]
    [InlineData("IF true THEN\n    [|UPDATE t SET id = 0|];\n  END IF;")]
    [InlineData("[|CREATE INDEX ON t (id)|];")]
    [InlineData("[|DROP TABLE t|];")]
    [InlineData("[|CREATE TABLE u (id int)|];")]
    public void Found_for_what_a_call_does(string code) => Finds(Function(code));

    [Theory]
    [InlineData("DELETE FROM t WHERE id = 1;")]
    [InlineData("CREATE TEMP TABLE u (id int) ON COMMIT DROP; TRUNCATE u; DELETE FROM u;")]
    [InlineData("INSERT INTO t VALUES (1);")]
    [InlineData("PERFORM 1 FROM t;")]
    public void Silent_for_rows_and_temporary_tables(string code) => Silent(Function(code));

    [Fact]
    public void Silent_in_a_block_which_is_judged_as_what_it_does() => Silent("CREATE TABLE t (id bigint);\nDO $$ BEGIN TRUNCATE t; END $$;");

    private static string Function(string code) => $"CREATE TABLE t (id bigint);\nCREATE PROCEDURE f() LANGUAGE plpgsql AS $$\nBEGIN\n  {code}\nEND $$;";
}
