using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropPrimaryKeyTests() : RuleTest(new DropPrimaryKey())
{
    private static string Tables(string publication) => $"""
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
        CREATE UNIQUE INDEX users_name ON users (name);
        {publication};
        --- next migration

        """;

    [Theory]
    [InlineData("CREATE PUBLICATION p FOR TABLE users", "ALTER TABLE users DROP CONSTRAINT users_pkey")]
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES", "ALTER TABLE users DROP COLUMN id")]
    [InlineData("CREATE PUBLICATION p FOR TABLE users; ALTER TABLE users REPLICA IDENTITY USING INDEX users_name", "DROP INDEX users_name")]
    public void Found_for(string publication, string statement) => Assert.Contains("fails with 55000", Finds($"{Tables(publication)}[|{statement}|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT 1", "ALTER TABLE users DROP CONSTRAINT users_pkey;")]
    [InlineData("CREATE PUBLICATION p FOR TABLE users", "ALTER TABLE users REPLICA IDENTITY USING INDEX users_name;\nALTER TABLE users DROP CONSTRAINT users_pkey;")]
    [InlineData("CREATE PUBLICATION p FOR TABLE users", "ALTER TABLE users DROP CONSTRAINT users_pkey;\nALTER TABLE users ADD PRIMARY KEY (name);")]
    [InlineData("CREATE PUBLICATION p FOR TABLE users; ALTER TABLE users REPLICA IDENTITY FULL", "ALTER TABLE users DROP CONSTRAINT users_pkey;")]
    [InlineData("CREATE PUBLICATION p FOR TABLE users", "DROP TABLE users;")]
    public void Silent_for(string publication, string migration) => Silent(Tables(publication) + migration);
}
