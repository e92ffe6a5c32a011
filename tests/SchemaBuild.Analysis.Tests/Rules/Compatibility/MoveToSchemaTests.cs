using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class MoveToSchemaTests() : RuleTest(new MoveToSchema())
{
    private const string Things = """
        CREATE SCHEMA app;
        CREATE TYPE state AS ENUM ('new');
        CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42';
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE app.orders (id bigint);
        --- next migration

        """;

    [Theory]
    [InlineData("ALTER SCHEMA app RENAME TO shop", "The schema app is called shop")]
    [InlineData("ALTER TABLE users SET SCHEMA app", "The table public.users is app.users")]
    [InlineData("ALTER FUNCTION answer() SET SCHEMA app", "The function public.answer is app.answer")]
    [InlineData("ALTER TYPE state SET SCHEMA app", "The type public.state is app.state")]
    public void Found_for(string statement, string message) => Assert.Contains(message, Finds($"{Things}[|{statement}|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ALTER TABLE users SET SCHEMA app;\nCREATE VIEW users AS SELECT * FROM app.users;")]
    [InlineData("ALTER TABLE users SET SCHEMA public;")]
    [InlineData("CREATE SCHEMA a;\nALTER SCHEMA a RENAME TO b;")]
    [InlineData("CREATE TABLE notes (id bigint);\nALTER TABLE notes SET SCHEMA app;")]
    public void Silent_for(string migration) => Silent(Things + migration);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs(int major) => ProvesRewrite($"{Things}[|ALTER TABLE users SET SCHEMA app|];", major, givesSameSchema: false);
}
