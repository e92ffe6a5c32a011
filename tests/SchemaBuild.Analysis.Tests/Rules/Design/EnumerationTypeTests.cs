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

    /// <summary>Values are removed so: the choice was made when the first one came.</summary>
    [Fact]
    public void Silent_for_a_type_that_takes_the_place_of_another() => Finds("""
        [|CREATE TYPE mood AS ENUM ('ok', 'sad')|];
        --- next migration
        CREATE TYPE mood_new AS ENUM ('ok');
        ALTER TYPE mood RENAME TO mood_old;
        ALTER TYPE mood_new RENAME TO mood;
        DROP TYPE mood_old;
        """);
}
