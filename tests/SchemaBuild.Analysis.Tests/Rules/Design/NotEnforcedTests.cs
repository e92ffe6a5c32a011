using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class NotEnforcedTests() : RuleTest(new NotEnforced())
{
    private const string Table = "CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint CONSTRAINT k REFERENCES orders);\n--- next migration\n";

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT ENFORCED")]
    [InlineData("ALTER TABLE orders ADD COLUMN n integer CHECK (n > 0) NOT ENFORCED")]
    [InlineData("CREATE TABLE notes (id bigint CHECK (id > 0) NOT ENFORCED)")]
    [InlineData("ALTER TABLE orders ALTER CONSTRAINT k NOT ENFORCED")]
    public void Found_for(string statement) => Finds($"{Table}[|{statement}|];", major: 18);

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) ENFORCED")]
    public void Silent_for(string statement) => Silent($"{Table}{statement};", major: 18);
}
