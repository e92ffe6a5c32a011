using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class VectorIndexMemoryTests() : RuleTest(new VectorIndexMemory())
{
    [Fact]
    public void Found_for_hnsw() => Finds("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        --- next migration
        [|CREATE INDEX CONCURRENTLY items_embedding ON items USING hnsw (embedding vector_l2_ops)|];
        """);

    [Fact]
    public void Found_for_ivfflat() => Finds("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        --- next migration
        [|CREATE INDEX CONCURRENTLY items_embedding ON items USING ivfflat (embedding vector_l2_ops)|];
        """);

    [Fact]
    public void Silent_with_memory() => Silent("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        --- next migration
        SET maintenance_work_mem = '8GB';
        CREATE INDEX CONCURRENTLY items_embedding ON items USING hnsw (embedding vector_l2_ops);
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        CREATE INDEX items_embedding ON items USING hnsw (embedding vector_l2_ops);
        """);

    [Fact]
    public void Silent_for_a_btree() => Silent("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        --- next migration
        CREATE INDEX CONCURRENTLY items_id_2 ON items (id, embedding);
        """);
}
