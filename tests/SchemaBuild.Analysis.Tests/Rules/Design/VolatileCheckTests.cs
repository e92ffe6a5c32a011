using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class VolatileCheckTests() : RuleTest(new VolatileCheck())
{
    private const string Table = """
        CREATE FUNCTION is_free(id bigint) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN true; END';
        CREATE FUNCTION is_even(id bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN id % 2 = 0; END';
        CREATE TABLE orders (id bigint PRIMARY KEY, made timestamptz, code text);
        --- next migration

        """;

    [Theory]
    [InlineData("made <= now()", "STABLE")]
    [InlineData("made < CURRENT_TIMESTAMP", "STABLE")]
    [InlineData("random() < 2", "VOLATILE")]
    [InlineData("is_free(id)", "VOLATILE")]
    public void Found_for(string condition, string kind) =>
        Assert.Contains(kind, Finds($"{Table}[|ALTER TABLE orders ADD CONSTRAINT sane CHECK ({condition}) NOT VALID|];").Message, StringComparison.Ordinal);

    [Fact]
    public void Found_in_a_new_table() => Finds("[|CREATE TABLE notes (made date CHECK (made <= CURRENT_DATE))|];");

    [Theory]
    [InlineData("id > 0 AND length(code) < 10")]
    [InlineData("is_even(id)")]
    [InlineData("made > '2000-01-01'")]
    [InlineData("nobody_knows(id)")]
    public void Silent_for(string condition) => Silent($"{Table}ALTER TABLE orders ADD CONSTRAINT sane CHECK ({condition}) NOT VALID;");
}
