using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class TypeNarrowingTests() : RuleTest(new TypeNarrowing())
{
    private const string Table = """
        CREATE TYPE state AS ENUM ('new', 'paid');
        CREATE TABLE orders (id bigint, code varchar(50), note text, total numeric(10,2), sum numeric, made timestamptz, weight double precision, day date);
        --- next migration

        """;

    [Theory]
    [InlineData("id TYPE integer", "fails with 22003")]
    [InlineData("code TYPE varchar(10)", "more than 10 characters")]
    [InlineData("note TYPE varchar(200)", "more than 200 characters")]
    [InlineData("code TYPE varchar(10) USING code::varchar(10)", "cut without an error")]
    [InlineData("total TYPE numeric(8,2)", "more than 6 digits before the point")]
    [InlineData("total TYPE numeric(10,1)", "rounded away")]
    [InlineData("sum TYPE numeric(10,2)", "22003")]
    [InlineData("total TYPE bigint", "fractions are rounded away")]
    [InlineData("made TYPE date", "time of day is lost")]
    [InlineData("made TYPE timestamptz(0)", "fractions of a second")]
    [InlineData("weight TYPE real", "digits are lost")]
    [InlineData("note TYPE state USING note::state", "22P02")]
    [InlineData("note TYPE integer USING note::integer", "22P02")]
    public void Found_for(string change, string harm) => Assert.Contains(harm, Finds($"{Table}[|ALTER TABLE orders ALTER COLUMN {change}|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("code TYPE varchar(100)")]
    [InlineData("code TYPE text")]
    [InlineData("total TYPE numeric(12,2)")]
    [InlineData("total TYPE numeric")]
    [InlineData("id TYPE numeric")]
    [InlineData("id TYPE text")]
    [InlineData("day TYPE timestamp")]
    [InlineData("made TYPE timestamp")]
    public void Silent_when_all_values_fit(string change) => Silent($"{Table}ALTER TABLE orders ALTER COLUMN {change};");

    [Theory]
    [InlineData("id BETWEEN -2147483648 AND 2147483647", "id TYPE integer")]
    [InlineData("id > 0 AND id < 1000", "id TYPE integer")]
    [InlineData("id IN (1, 2, 3)", "id TYPE smallint")]
    [InlineData("length(code) <= 10", "code TYPE varchar(10)")]
    [InlineData("code IN ('a', 'b')", "code TYPE varchar(10)")]
    [InlineData("note IN ('new', 'paid')", "note TYPE state USING note::state, DROP CONSTRAINT fits")]
    public void Silent_when_a_validated_check_proves_it(string check, string change) => Silent($"""
        {Table}ALTER TABLE orders ADD CONSTRAINT fits CHECK ({check}) NOT VALID;
        --- next migration
        ALTER TABLE orders VALIDATE CONSTRAINT fits;
        --- next migration
        ALTER TABLE orders ALTER COLUMN {change};
        """);

    [Theory]
    [InlineData("id > 0", "id TYPE integer")]
    [InlineData("length(code) <= 11", "code TYPE varchar(10)")]
    [InlineData("id BETWEEN 1 AND 9 OR code IS NULL", "id TYPE integer")]
    [InlineData("note IN ('new', 'gone')", "note TYPE state USING note::state, DROP CONSTRAINT fits")]
    public void Found_when_a_check_proves_less(string check, string change) => Finds($"""
        {Table}ALTER TABLE orders ADD CONSTRAINT fits CHECK ({check}) NOT VALID;
        --- next migration
        ALTER TABLE orders VALIDATE CONSTRAINT fits;
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN {change}|];
        """);

    [Fact]
    public void Found_when_the_check_is_not_validated() => Finds($"""
        {Table}ALTER TABLE orders ADD CONSTRAINT fits CHECK (id BETWEEN 1 AND 9) NOT VALID;
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN id TYPE integer|];
        """);

    [Theory]
    [InlineData("CREATE TABLE notes (id bigint);\nALTER TABLE notes ALTER COLUMN id TYPE integer;")]
    [InlineData("ALTER TABLE orders ADD COLUMN more bigint;\nALTER TABLE orders ALTER COLUMN more TYPE integer;")]
    public void Silent_on_what_the_file_makes(string migration) => Silent(Table + migration);

    public static MatrixTheoryData<string, int> Changes { get; } = new(["id TYPE integer", "code TYPE varchar(10)"], PostgresServer.Majors.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Changes))]
    public Task Rewrite_runs_and_gives_the_same_schema(string change, int major) => ProvesRewrite($"{Table}[|ALTER TABLE orders ALTER COLUMN {change}|];", major);
}
