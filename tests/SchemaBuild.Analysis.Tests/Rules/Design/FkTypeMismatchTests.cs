using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class FkTypeMismatchTests() : RuleTest(new FkTypeMismatch())
{
    private const string Tables = """
        CREATE DOMAIN user_id AS bigint;
        CREATE TABLE users (id bigint PRIMARY KEY, code text UNIQUE, site integer, UNIQUE (id, site));
        --- next migration

        """;

    [Theory]
    [InlineData("CREATE TABLE notes (author integer REFERENCES users)", "cannot be referenced at all")]
    [InlineData("CREATE TABLE notes (author smallint REFERENCES users)", "casts one of them")]
    [InlineData("CREATE TABLE notes (site bigint, author bigint, FOREIGN KEY (site, author) REFERENCES users (site, id))", "site of public.notes is bigint")]
    public void Found_for(string statement, string message) => Assert.Contains(message, Finds($"{Tables}[|{statement}|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CREATE TABLE notes (author bigint REFERENCES users);")]
    [InlineData("CREATE TABLE notes (author user_id REFERENCES users);")]
    [InlineData("CREATE TABLE notes (author varchar(20) REFERENCES users (code));")]
    [InlineData("CREATE TABLE notes (site integer, author bigint, FOREIGN KEY (site, author) REFERENCES users (site, id));")]
    [InlineData("CREATE TABLE notes (author integer REFERENCES elsewhere);")]
    public void Silent_for(string migration) => Silent(Tables + migration);
}
