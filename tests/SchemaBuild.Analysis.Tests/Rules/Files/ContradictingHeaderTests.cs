using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class ContradictingHeaderTests() : RuleTest(new ContradictingHeader())
{
    [Fact]
    public void Found_when_the_versions_differ() => Finds("""
        -- users
        [|-- Version: 002|]
        SELECT 1;
        """);

    [Fact]
    public void Silent_when_they_are_the_same_number() => Silent("""
        -- Version: 1
        -- Description: Users
        SELECT 1;
        """);

    [Fact]
    public void Silent_for_a_comment_further_down() => Silent("""
        SELECT 1;
        -- Version: 002
        SELECT 2;
        """);
}
