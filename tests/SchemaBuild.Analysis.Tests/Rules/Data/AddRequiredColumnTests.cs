using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class AddRequiredColumnTests() : RuleTest(new AddRequiredColumn())
{
    private const string Table = """
        CREATE DOMAIN present AS text NOT NULL;
        CREATE DOMAIN present_or_empty AS text NOT NULL DEFAULT '';
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint);
        --- next migration

        """;

    [Fact]
    public void Found_without_a_default()
    {
        var finding = Finds($"{Table}[|ALTER TABLE orders ADD COLUMN note text NOT NULL|];");
        Assert.Contains("23502", finding.Message, StringComparison.Ordinal);
        Assert.Contains("public.orders", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ADD COLUMN note present")]
    [InlineData("ADD COLUMN number bigint PRIMARY KEY")]
    [InlineData("ADD COLUMN note text NOT NULL DEFAULT NULL")]
    [InlineData("ADD COLUMN buyer bigint NOT NULL REFERENCES users")]
    public void Found_for(string change) => Finds($"{Table}[|ALTER TABLE orders {change}|];");

    [Fact]
    public void Found_once_for_a_partitioned_table() => Finds("""
        CREATE TABLE events (day date) PARTITION BY RANGE (day);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
        --- next migration
        [|ALTER TABLE events ADD COLUMN note text NOT NULL|];
        """);

    [Theory]
    [InlineData("ADD COLUMN note text NOT NULL DEFAULT ''")]
    [InlineData("ADD COLUMN note text")]
    [InlineData("ADD COLUMN note present_or_empty")]
    [InlineData("ADD COLUMN note present DEFAULT ''")]
    [InlineData("ADD COLUMN number bigserial")]
    [InlineData("ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY")]
    [InlineData("ADD COLUMN twice bigint NOT NULL GENERATED ALWAYS AS (id * 2) STORED")]
    public void Silent_for(string change) => Silent($"{Table}ALTER TABLE orders {change};");

    [Theory]
    [InlineData("CREATE TABLE notes (id bigint);\nALTER TABLE notes ADD COLUMN note text NOT NULL;")]
    [InlineData("-- schemabuild:no-transaction\nCREATE TABLE notes (id bigint);\nALTER TABLE notes ADD COLUMN note text NOT NULL;")]
    public void Silent_on_a_table_that_its_file_makes_and_leaves_empty(string migration) => Silent(Table + migration);

    [Fact]
    public void Found_once_its_file_has_put_rows_into_it() => Finds("""
        -- schemabuild:no-transaction
        CREATE TABLE notes (id bigint);
        INSERT INTO notes VALUES (1);
        [|ALTER TABLE notes ADD COLUMN note text NOT NULL|];
        """);

    /// <summary>Text that ends in different places, names that must be quoted, and each kind of constraint beside NOT NULL.</summary>
    public static MatrixTheoryData<string, int> Columns { get; } = new(
        [
            "\"Note\" text NOT NULL",
            "note varchar(10) COLLATE \"C\" CHECK (note <> ',;') NOT NULL",
            "buyer bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            "number bigint CONSTRAINT orders_key PRIMARY KEY",
        ],
        PostgresServer.Majors.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Columns))]
    public Task Rewrite_runs_and_gives_the_same_schema(string column, int major) => ProvesRewrite($"{Table}[|ALTER TABLE orders ADD COLUMN {column}|];", major);
}
