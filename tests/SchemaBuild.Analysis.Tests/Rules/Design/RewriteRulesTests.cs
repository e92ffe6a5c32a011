using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class RewriteRulesTests() : RuleTest(new RewriteRules())
{
    [Fact]
    public void Found_on_a_table() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE TABLE log (id bigint PRIMARY KEY);
        --- next migration
        [|CREATE RULE keep AS ON INSERT TO orders DO ALSO INSERT INTO log VALUES (NEW.id)|];
        """);

    [Fact]
    public void Silent_on_a_view() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE VIEW all_orders AS SELECT id FROM orders;
        --- next migration
        CREATE RULE put AS ON INSERT TO all_orders DO INSTEAD INSERT INTO orders VALUES (NEW.id);
        """);
}
