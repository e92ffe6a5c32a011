using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class UnnamedObjectTests() : RuleTest(new UnnamedObject())
{
    [Fact]
    public void Found_for_an_index() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|CREATE INDEX CONCURRENTLY ON orders (a)|];
        """);

    [Fact]
    public void Found_for_a_constraint() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|ALTER TABLE orders ADD CHECK (a > 0) NOT VALID|];
        """);

    [Fact]
    public void Silent_with_names() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_a_positive CHECK (a > 0) NOT VALID;
        """);

    [Fact]
    public void Silent_for_a_primary_key() => Silent("""
        CREATE TABLE orders (id bigint NOT NULL);
        ALTER TABLE orders ADD PRIMARY KEY (id);
        """);

    [Fact]
    public void Silent_in_create_table() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int CHECK (a > 0) UNIQUE);
        """);
}
