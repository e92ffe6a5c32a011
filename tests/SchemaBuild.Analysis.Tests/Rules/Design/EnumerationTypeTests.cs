using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class EnumerationTypeTests() : RuleTest(new EnumerationType())
{
    [Fact]
    public void Found_for_a_new_enum() => Finds("[|CREATE TYPE mood AS ENUM ('sad', 'happy')|];");

    [Fact]
    public void Silent_for_other_types_and_for_growth() => Silent("""
        CREATE TYPE pair AS (a int, b int);
        CREATE DOMAIN name AS text;
        CREATE TABLE moods (mood text PRIMARY KEY);
        ALTER TYPE mood ADD VALUE 'ok';
        """);
}
