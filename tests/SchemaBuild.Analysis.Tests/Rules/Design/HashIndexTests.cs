using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class HashIndexTests() : RuleTest(new HashIndex())
{
    [Fact]
    public void Found_for_a_hash_index() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|CREATE INDEX CONCURRENTLY orders_a ON orders USING hash (a)|];
        """);

    [Fact]
    public void Silent_for_a_btree() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        """);
}
