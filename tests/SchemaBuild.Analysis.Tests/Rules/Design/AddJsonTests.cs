using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class AddJsonTests() : RuleTest(new AddJson())
{
    private const string Table = "CREATE TABLE orders (id bigint, note text);\n--- next migration\n";

    [Theory]
    [InlineData("ALTER TABLE orders ADD COLUMN meta json")]
    [InlineData("CREATE TABLE notes (meta json)")]
    [InlineData("ALTER TABLE orders ALTER COLUMN note TYPE json USING note::json")]
    public void Found_for(string statement) => Finds($"{Table}[|{statement}|];");

    [Theory]
    [InlineData("ALTER TABLE orders ADD COLUMN meta jsonb")]
    [InlineData("CREATE TEMP TABLE notes (meta json)")]
    [InlineData("CREATE FUNCTION f(a json) RETURNS json LANGUAGE sql AS 'SELECT a'")]
    public void Silent_for(string statement) => Silent($"{Table}{statement};");
}
