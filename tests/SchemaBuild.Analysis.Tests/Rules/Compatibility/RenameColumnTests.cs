using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class RenameColumnTests() : RuleTest(new RenameColumn())
{
    private const string Unsafe = """
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        [|ALTER TABLE orders RENAME COLUMN note TO remark|];
        """;

    /// <summary>rename-column</summary>
    [Fact]
    public void Found_for_a_column_of_an_earlier_migration() => Assert.Contains("note of public.orders is renamed to remark", Finds(Unsafe).Message, StringComparison.Ordinal);

    /// <summary>rename-column: added in the same change.</summary>
    [Fact]
    public void Silent_for_a_column_of_the_same_file() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE orders ADD COLUMN note text;
        ALTER TABLE orders RENAME COLUMN note TO remark;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(Unsafe, major);

    [Fact]
    public void Says_what_really_happens_where_another_column_takes_the_name()
    {
        var finding = Finds("""
            CREATE TABLE orders (id bigint PRIMARY KEY, parent integer);
            --- next migration
            [|ALTER TABLE orders RENAME COLUMN parent TO parent_old|];
            ALTER TABLE orders ADD COLUMN parent bigint;
            """);
        Assert.Contains("another column parent, which is bigint and no longer integer, takes its place", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("42703", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>A type is changed so: the other column has been kept equal.</summary>
    [Fact]
    public void Silent_where_a_column_that_was_there_takes_the_name() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, parent integer);
        --- next migration
        ALTER TABLE orders ADD COLUMN parent_new bigint;
        --- next migration
        ALTER TABLE orders RENAME COLUMN parent TO parent_old;
        ALTER TABLE orders RENAME COLUMN parent_new TO parent;
        """);
}
