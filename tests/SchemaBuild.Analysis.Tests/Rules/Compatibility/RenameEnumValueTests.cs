using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Compatibility;

public sealed class RenameEnumValueTests() : RuleTest(new RenameEnumValue())
{
    private const string Before = "CREATE TYPE mood AS ENUM ('sad', 'happy');\n--- next migration\n";

    [Fact]
    public void Found_for_a_value_that_is_in_use() => Finds(Before + "[|ALTER TYPE mood RENAME VALUE 'sad' TO 'low'|];");

    [Fact]
    public void Found_for_an_enum_that_nobody_has_shown() => Finds("[|ALTER TYPE app.mood RENAME VALUE 'sad' TO 'low'|];");

    [Fact]
    public void Silent_for_what_the_same_file_made() => Silent("""
        CREATE TYPE mood AS ENUM ('sad', 'happy');
        ALTER TYPE mood RENAME VALUE 'sad' TO 'low';
        """);

    [Fact]
    public void Silent_for_a_value_that_the_same_file_added() => Silent(Before + "ALTER TYPE mood ADD VALUE 'okay';\nALTER TYPE mood RENAME VALUE 'okay' TO 'ok';");

    [Fact]
    public void Silent_for_a_new_value() => Silent(Before + "ALTER TYPE mood ADD VALUE 'ok';");
}
