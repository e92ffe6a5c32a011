using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class ConstraintScanTests() : RuleTest(new ConstraintScan())
{
    private const string SetNotNull = """
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN note SET NOT NULL|];
        """;

    [Fact]
    public void Found_for_set_not_null()
    {
        var finding = Finds(SetNotNull);
        Assert.Contains("SET NOT NULL on note reads all of public.orders under ACCESS EXCLUSIVE", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ADD CONSTRAINT positive CHECK (id > 0)")]
    [InlineData("ADD CONSTRAINT parent_fk FOREIGN KEY (parent) REFERENCES orders (id)")]
    [InlineData("ADD COLUMN n integer CHECK (n > 0)")]
    public void Found_for_constraints_on_existing_rows(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint);
        --- next migration
        [|ALTER TABLE orders {change}|];
        """);

    [Theory]
    [InlineData("ADD CONSTRAINT positive CHECK (id > 0) NOT VALID")]
    [InlineData("ADD CONSTRAINT parent_fk FOREIGN KEY (parent) REFERENCES orders (id) NOT VALID")]
    [InlineData("ADD COLUMN other bigint REFERENCES orders (id)")]
    [InlineData("ALTER COLUMN id SET NOT NULL")]
    [InlineData("VALIDATE CONSTRAINT sane")]
    public void Silent_where_nothing_is_scanned_under_a_strong_lock(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint);
        ALTER TABLE orders ADD CONSTRAINT sane CHECK (id < 100) NOT VALID;
        --- next migration
        ALTER TABLE orders {change};
        """);

    [Fact]
    public void Silent_for_set_not_null_that_a_validated_check_proves() => Silent("""
        CREATE TABLE orders (id bigint, note text);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT present CHECK (note IS NOT NULL AND id > 0) NOT VALID;
        --- next migration
        ALTER TABLE orders VALIDATE CONSTRAINT present;
        --- next migration
        ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
        """);

    [Fact]
    public void Found_when_an_unrelated_constraint_is_validated() => Finds("""
        CREATE TABLE orders (id bigint, note text);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
        --- next migration
        ALTER TABLE orders VALIDATE CONSTRAINT positive;
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN note SET NOT NULL|];
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_of_set_not_null_runs_and_gives_the_same_schema(int major) => ProvesRewrite(SetNotNull, major);

    [Fact]
    public void A_rewrite_of_one_command_is_not_taken_for_the_whole_statement()
    {
        var finding = Finds("""
            CREATE TABLE orders (id bigint, note text);
            --- next migration
            [|ALTER TABLE orders ADD COLUMN state int, ADD CONSTRAINT id_positive CHECK (id > 0)|];
            """);
        Assert.Contains("-- in place of this command alone", finding.Help, StringComparison.Ordinal);
        Assert.Contains("NOT VALID", finding.Help, StringComparison.Ordinal);
    }
}
