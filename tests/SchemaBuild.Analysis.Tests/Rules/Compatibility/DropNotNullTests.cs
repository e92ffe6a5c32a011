using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class DropNotNullTests() : RuleTest(new DropNotNull())
{
    /// <summary>drop-not-null</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN note DROP NOT NULL")]
    public void Found_for_a_column_of_an_earlier_migration(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        [|{change}|];
        """);

    /// <summary>drop-not-null: it was nullable, or is new.</summary>
    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN size DROP NOT NULL")]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT orders_pkey")]
    [InlineData("ALTER TABLE orders ADD COLUMN n integer NOT NULL DEFAULT 0; ALTER TABLE orders ALTER COLUMN n DROP NOT NULL")]
    public void Silent_where_null_was_possible(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL DEFAULT '', size integer);
        --- next migration
        {change};
        """);

    [Fact]
    public void One_finding_for_all_columns_of_a_statement() => Assert.Contains("note and size of public.orders may be NULL", Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL, size integer NOT NULL);
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN note DROP NOT NULL, ALTER COLUMN size DROP NOT NULL|];
        """).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN note SET NOT NULL")]
    [InlineData("ALTER TABLE orders DROP COLUMN note")]
    public void Silent_where_the_same_transaction_takes_it_back(string then) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL);
        --- next migration
        ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;
        {then};
        """);
}
