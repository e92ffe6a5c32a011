using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class NotValidNeverValidatedTests() : RuleTest(new NotValidNeverValidated())
{
    private const string Table = "CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint);\n--- next migration\n";
    private const string Later = "\n--- next migration\nCREATE TABLE other (id bigint);";

    [Theory]
    [InlineData("ADD CONSTRAINT positive CHECK (id > 0) NOT VALID")]
    [InlineData("ADD CONSTRAINT k FOREIGN KEY (parent) REFERENCES orders NOT VALID")]
    public void Found_when_later_files_leave_it_so(string change) => Finds($"{Table}[|ALTER TABLE orders {change}|];{Later}");

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0);" + Later)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\n--- next migration\nALTER TABLE orders VALIDATE CONSTRAINT positive;" + Later)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\n--- next migration\nALTER TABLE orders DROP CONSTRAINT positive;" + Later)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;\n--- next migration\nDROP TABLE orders;" + Later)]
    public void Silent_for(string migrations) => Silent(Table + migrations);
}
