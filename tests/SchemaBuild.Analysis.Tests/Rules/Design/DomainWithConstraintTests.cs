using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class DomainWithConstraintTests() : RuleTest(new DomainWithConstraint())
{
    [Theory]
    [InlineData("CREATE DOMAIN code AS text CHECK (VALUE <> '')", "a CHECK")]
    [InlineData("CREATE DOMAIN code AS text NOT NULL", "NOT NULL")]
    public void Found_for(string statement, string what) => Assert.Contains($"public.code has {what} of its own", Finds($"[|{statement}|];").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CREATE DOMAIN code AS varchar(10)")]
    [InlineData("CREATE DOMAIN code AS text DEFAULT ''")]
    public void Silent_for(string statement) => Silent($"{statement};");
}
