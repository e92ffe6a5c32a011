using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class UnloggedTableTests() : RuleTest(new UnloggedTable())
{
    [Fact]
    public void Found_for_a_new_table() => Finds("""
        [|CREATE UNLOGGED TABLE cache (id bigint PRIMARY KEY)|];
        """);

    [Fact]
    public void Found_for_a_table_that_becomes_so() => Finds("""
        CREATE TABLE cache (id bigint PRIMARY KEY);
        --- next migration
        [|ALTER TABLE cache SET UNLOGGED|];
        """);

    [Fact]
    public void Silent_for_a_logged_table() => Silent("""
        CREATE TABLE cache (id bigint PRIMARY KEY);
        """);

    [Fact]
    public void Silent_for_a_temporary_table() => Silent("""
        CREATE TEMP TABLE cache (id bigint PRIMARY KEY);
        """);

    [Fact]
    public void Silent_when_it_becomes_logged() => Silent("""
        CREATE TABLE cache (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE cache SET LOGGED;
        """);
}
