using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class DropSchemaTests() : RuleTest(new DropSchema())
{
    [Fact]
    public void Found_for_a_schema() => Finds("""
            CREATE SCHEMA shop;
            --- next migration
            [|DROP SCHEMA shop CASCADE|];
            """);

    [Fact]
    public void Found_for_what_a_role_owns() => Finds("""
            [|DROP OWNED BY reporting|];
            """);

    [Fact]
    public void Found_for_a_database() => Finds("""
            [|DROP DATABASE shop|];
            """);

    [Fact]
    public void Found_for_an_extension_that_something_needs() => Finds("""
            CREATE SCHEMA old;
            --- next migration
            [|DROP SCHEMA old|];
            """);

    [Fact]
    public void Silent_for_a_schema_of_the_same_transaction() => Silent("""
            CREATE SCHEMA scratch;
            DROP SCHEMA scratch;
            """);

    [Fact]
    public void Silent_where_nothing_is_there() => Silent("""
            DROP SCHEMA IF EXISTS nothing;
            """);

    [Fact]
    public void Silent_for_an_extension_that_nothing_needs() => Silent("""
            CREATE EXTENSION hstore;
            --- next migration
            DROP EXTENSION hstore;
            """);
}
