using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class FkSetNullOnNotNullTests() : RuleTest(new FkSetNullOnNotNull())
{
    private const string Tables = "CREATE TABLE users (id bigint PRIMARY KEY, site integer, UNIQUE (site, id));\nCREATE TABLE orders (id bigint, buyer bigint REFERENCES users ON DELETE SET NULL);\n--- next migration\n";

    [Theory]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL REFERENCES users ON DELETE SET NULL)")]
    [InlineData("CREATE TABLE notes (author bigint PRIMARY KEY REFERENCES users ON DELETE SET NULL)")]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL REFERENCES users ON UPDATE SET NULL)")]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL REFERENCES users ON DELETE SET DEFAULT)")]
    [InlineData("CREATE TABLE notes (site integer NOT NULL, author bigint, FOREIGN KEY (site, author) REFERENCES users (site, id) ON DELETE SET NULL)")]
    [InlineData("ALTER TABLE orders ALTER COLUMN buyer SET NOT NULL")]
    public void Found_for(string statement) => Assert.Contains("fails with 23502", Finds($"{Tables}[|{statement}|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CREATE TABLE notes (author bigint REFERENCES users ON DELETE SET NULL);")]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL REFERENCES users ON DELETE CASCADE);")]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL DEFAULT 1 REFERENCES users ON DELETE SET DEFAULT);")]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL REFERENCES users ON DELETE SET NULL);\nALTER TABLE notes ALTER COLUMN author DROP NOT NULL;")]
    [InlineData("CREATE TABLE notes (author bigint NOT NULL);")]
    public void Silent_for(string migration) => Silent(Tables + migration);

    /// <summary>PostgreSQL 15 can set some of the columns only.</summary>
    [Theory]
    [InlineData("author", false)]
    [InlineData("site", true)]
    public void Looks_only_at_the_columns_that_are_set(string column, bool isFound)
    {
        var statement = $"CREATE TABLE notes (site integer NOT NULL, author bigint, FOREIGN KEY (site, author) REFERENCES users (site, id) ON DELETE SET NULL ({column}))";
        if (isFound) Finds($"{Tables}[|{statement}|];", major: 15);
        else Silent($"{Tables}{statement};", major: 15);
    }

    /// <summary>From 15 on the action can name its columns.</summary>
    [Theory]
    [InlineData(14, "Write ON DELETE CASCADE or RESTRICT")]
    [InlineData(15, "Write ON DELETE SET NULL (block_id), which leaves code as it is")]
    public void Advises_what_the_server_knows(int major, string advice) => Assert.Contains(advice, Finds("""
        CREATE TABLE blocks (code text, id text, PRIMARY KEY (code, id));
        [|CREATE TABLE txs (code text NOT NULL, block_id text, FOREIGN KEY (code, block_id) REFERENCES blocks ON DELETE SET NULL)|];
        """, major).Message, StringComparison.Ordinal);
}
