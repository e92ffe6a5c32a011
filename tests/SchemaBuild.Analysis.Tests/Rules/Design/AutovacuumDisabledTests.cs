using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class AutovacuumDisabledTests() : RuleTest(new AutovacuumDisabled())
{
    [Fact]
    public void Found_for_a_table() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        --- next migration
        [|ALTER TABLE orders SET (autovacuum_enabled = false)|];
        """);

    [Fact]
    public void Found_for_a_new_table() => Finds("""
        [|CREATE TABLE orders (id bigint PRIMARY KEY) WITH (autovacuum_enabled = off)|];
        """);

    [Fact]
    public void Silent_where_it_is_switched_on_again() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE orders SET (autovacuum_enabled = false);
        INSERT INTO orders VALUES (1);
        ALTER TABLE orders RESET (autovacuum_enabled);
        """);

    [Fact]
    public void Silent_for_other_settings() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.01);
        """);
}
