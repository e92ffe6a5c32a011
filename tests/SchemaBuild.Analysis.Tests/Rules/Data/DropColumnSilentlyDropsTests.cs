using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class DropColumnSilentlyDropsTests() : RuleTest(new DropColumnSilentlyDrops())
{
    private static string Table(string more) => $"""
        CREATE TABLE parents (a integer, b integer, UNIQUE (a, b));
        CREATE TABLE orders (id bigint PRIMARY KEY, a integer, b integer, c integer{(more.StartsWith("CREATE", StringComparison.Ordinal) ? $");\n{more};" : $", {more});")}
        --- next migration

        """;

    [Theory]
    [InlineData("CONSTRAINT pair UNIQUE (a, b)", "the unique constraint pair on (a, b)")]
    [InlineData("CONSTRAINT pair CHECK (a < b)", "the CHECK pair")]
    [InlineData("CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES parents (a, b)", "the foreign key pair")]
    [InlineData("CREATE INDEX pair ON orders (a, b)", "the index pair on (a, b)")]
    [InlineData("CREATE INDEX pair ON orders (a) WHERE b > 0", "the index pair on (a)")]
    [InlineData("CREATE INDEX pair ON orders (a) INCLUDE (b)", "the index pair on (a)")]
    public void Found_for(string more, string lost)
    {
        var finding = Finds($"{Table(more)}[|ALTER TABLE orders DROP COLUMN b|];");
        Assert.Contains(lost, finding.Message, StringComparison.Ordinal);
        Assert.Contains("With b of public.orders", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONSTRAINT one UNIQUE (b)")]
    [InlineData("CONSTRAINT one CHECK (b > 0)")]
    [InlineData("CREATE INDEX one ON orders (b)")]
    [InlineData("CREATE INDEX other ON orders (a, c)")]
    [InlineData("CREATE INDEX one ON orders (b) WHERE a > 0")]
    public void Silent_for_what_is_about_the_column_alone(string more) => Silent($"{Table(more)}ALTER TABLE orders DROP COLUMN b;");

    [Fact]
    public void Silent_when_all_its_columns_go() => Silent($"{Table("CREATE INDEX pair ON orders (a, b)")}ALTER TABLE orders DROP COLUMN a, DROP COLUMN b;");

    [Fact]
    public void Silent_when_something_has_taken_its_place() => Silent($"""
        {Table("CREATE INDEX pair ON orders (a, b)")}CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        ALTER TABLE orders DROP COLUMN b;
        """);

    [Fact]
    public void Silent_when_it_was_dropped_by_name() => Silent($"{Table("CONSTRAINT pair CHECK (a < b)")}ALTER TABLE orders DROP CONSTRAINT pair;\nALTER TABLE orders DROP COLUMN b;");

    [Fact]
    public void Silent_on_a_new_table() => Silent("CREATE TABLE orders (a integer, b integer, CHECK (a < b));\nALTER TABLE orders DROP COLUMN b;");

    [Theory]
    [InlineData("ALTER TABLE versions DROP COLUMN config_id, ADD COLUMN scope_id bigint, ADD CONSTRAINT versions_scope_key UNIQUE (scope_id, md5)")]
    [InlineData("ALTER TABLE versions DROP COLUMN config_id, ADD COLUMN scope_id bigint; ALTER TABLE versions ADD UNIQUE (md5, scope_id)")]
    public void Silent_where_a_new_column_takes_the_place_of_the_old_one(string change) => Silent($"""
        CREATE TABLE versions (id bigint PRIMARY KEY, config_id bigint, md5 text, CONSTRAINT versions_config_key UNIQUE (config_id, md5));
        --- next migration
        {change};
        """);

    [Fact]
    public void Names_only_the_columns_that_take_something_along() => Assert.StartsWith("With kind of public.versions PostgreSQL drops", Finds("""
        CREATE TABLE versions (id bigint PRIMARY KEY, kind text, name text, note text, UNIQUE (kind, name));
        --- next migration
        [|ALTER TABLE versions DROP COLUMN kind, DROP COLUMN note|];
        """).Message, StringComparison.Ordinal);
}
