using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class PsqlCommandTests() : RuleTest(new PsqlCommand())
{
    [Theory]
    [InlineData(@"\connect shop", "chooses the database")]
    [InlineData(@"\set owner app", "write the value")]
    [InlineData(@"\i other.sql", "the other file")]
    [InlineData(@"\copy users FROM 'users.csv'", "INSERT INTO")]
    [InlineData(@"\restrict abc", "Delete it")]
    [InlineData(@"\d users", "Delete it")]
    [InlineData(@"\.", "INSERT INTO")]
    public void Found_for_a_command(string command, string advice) =>
        Assert.Contains(advice, Finds($"CREATE TABLE users (id bigint);\n[|{command}|]\nSELECT 1;").Message, StringComparison.Ordinal);

    [Fact]
    public void Found_behind_a_statement() => Assert.Contains("DO block", Finds(@"SELECT 'SELECT 1' [|\gexec|]").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("GRANT SELECT ON users TO [|:role|];")]
    [InlineData("INSERT INTO users VALUES ([|:'name'|]);")]
    [InlineData("CREATE TABLE [|:\"name\"|] (id bigint);")]
    public void Found_for_a_variable(string sql) => Finds(sql);

    [Theory]
    [InlineData("1\tAnn")]
    [InlineData("Ann\t1")]
    [InlineData("1\td'Artagnan")]
    [InlineData("1\t\"Ann")]
    [InlineData("1\t$1$")]
    public void Found_for_rows_of_COPY(string row) =>
        Assert.Contains("INSERT INTO users", Finds($"CREATE TABLE users (id bigint, name text);\nCOPY users (id, name) FROM STDIN;\n[|{row}|]\n2\tBob\n\\.\n\nSELECT 1;").Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_COPY_without_rows() => Finds("""
        CREATE TABLE users (id bigint);
        [|COPY users FROM STDIN|];
        """);

    [Fact]
    public void Found_for_COPY_to_the_client() => Finds("""
        CREATE TABLE users (id bigint);
        [|COPY users TO STDOUT|];
        """);

    [Fact]
    public void Silent_for_files_of_the_server() => Silent("""
        CREATE TABLE users (id bigint);
        COPY users FROM '/data/users.csv';
        """);

    [Fact]
    public void Silent_for_colons_and_backslashes_of_SQL() => Silent("""
        SELECT '\set a'::text, E'\\d', (ARRAY[1, 2])[1:2];
        """);

    [Fact]
    public void Silent_for_other_errors() => Silent("""
        CREATE TABEL users (id bigint);
        """);

    [Fact]
    public void Silent_for_an_error_before_the_rows() => Silent("SELEC 1;\nCOPY users FROM STDIN;\n1\tAnn\n\\.\n");
}
