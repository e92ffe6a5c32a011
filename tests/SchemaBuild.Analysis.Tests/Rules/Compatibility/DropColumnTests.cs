using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropColumnTests() : RuleTest(new DropColumn())
{
    /// <summary>drop-column</summary>
    [Theory]
    [InlineData("ALTER TABLE orders DROP COLUMN note")]
    [InlineData("ALTER TABLE legacy DROP COLUMN note")]
    public void Found_for_a_column_of_an_earlier_migration(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        [|{change}|];
        """);

    /// <summary>drop-column: added in the same change, or its table is new.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ADD COLUMN extra text; ALTER TABLE orders DROP COLUMN extra")]
    [InlineData("CREATE TABLE fresh (id bigint, note text); ALTER TABLE fresh DROP COLUMN note")]
    [InlineData("ALTER TABLE orders DROP COLUMN IF EXISTS absent")]
    public void Silent_for_a_column_that_no_release_knows(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        {change};
        """);

    [Fact]
    public void Says_what_really_happens_where_a_column_of_the_name_comes_back()
    {
        var finding = Finds("""
            CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL);
            --- next migration
            [|ALTER TABLE orders DROP COLUMN note, ADD COLUMN note jsonb NOT NULL DEFAULT '{}'|];
            """);
        Assert.Contains("note of public.orders is dropped and made anew as jsonb: its values are lost unless", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("42703", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_finding_for_all_columns_of_a_statement() => Assert.Contains("note and size are dropped from public.orders with all their values", Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text, size integer);
        --- next migration
        [|ALTER TABLE orders DROP COLUMN note, DROP COLUMN size|];
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Says_that_another_column_takes_the_name()
    {
        var finding = Finds("""
            CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));
            --- next migration
            ALTER TABLE users ADD COLUMN email_new varchar(200);
            UPDATE users SET email_new = email;
            [|ALTER TABLE users DROP COLUMN email|];
            ALTER TABLE users RENAME COLUMN email_new TO email;
            """);
        Assert.Contains("email is dropped from public.users, and email_new takes its name: what was written to email alone is lost", finding.Message, StringComparison.Ordinal);
    }
}
