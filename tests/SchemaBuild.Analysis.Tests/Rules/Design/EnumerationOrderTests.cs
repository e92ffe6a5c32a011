using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class EnumerationOrderTests() : RuleTest(new EnumerationOrder())
{
    private const string Before = "CREATE TYPE mood AS ENUM ('sad', 'happy');\n--- next migration\n";

    [Fact]
    public void Found_without_a_place() => Assert.Contains("AFTER 'happy'", Finds(Before + "[|ALTER TYPE mood ADD VALUE 'ok'|];").Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_an_enum_that_nobody_has_shown() => Finds("[|ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'|];");

    [Fact]
    public void Silent_with_a_place() => Silent(Before + "ALTER TYPE mood ADD VALUE 'ok' AFTER 'sad';\nALTER TYPE mood ADD VALUE 'bad' BEFORE 'sad';\nALTER TYPE mood RENAME VALUE 'sad' TO 'low';");
}
