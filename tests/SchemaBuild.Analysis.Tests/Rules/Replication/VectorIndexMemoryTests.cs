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

    private const string Given = """
        CREATE SCHEMA extensions;
        CREATE EXTENSION vector SCHEMA extensions;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding extensions.vector(3));
        CREATE INDEX items_hnsw ON items USING hnsw (embedding extensions.vector_l2_ops);
        CREATE TABLE parted (id bigint, embedding extensions.vector(3)) PARTITION BY RANGE (id);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
        CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20);
        CREATE MATERIALIZED VIEW nearest AS SELECT id, embedding FROM items;
        --- next migration

        """;

    /// <summary>long-build-ann: in whatever form, once for a statement.</summary>
    [Theory]
    [InlineData("[|CREATE INDEX CONCURRENTLY i ON items USING HNSW ((embedding::extensions.halfvec(3)) extensions.halfvec_l2_ops) WITH (m = 16)|];")]
    [InlineData("[|CREATE INDEX i ON parted USING hnsw (embedding extensions.vector_l2_ops)|];")]
    [InlineData("[|CREATE INDEX i ON nearest USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists = 100)|];")]
    [InlineData("[|REINDEX INDEX CONCURRENTLY items_hnsw|];")]
    [InlineData("[|REINDEX TABLE items|];")]
    [InlineData("SET maintenance_work_mem = '8GB'; RESET maintenance_work_mem; [|CREATE INDEX i ON items USING hnsw (embedding extensions.vector_ip_ops)|];")]
    [InlineData("DO $$ BEGIN [|CREATE INDEX i ON items USING ivfflat (embedding extensions.vector_l2_ops)|]; END $$;")]
    public void Found_in_many_forms(string change) => Finds(Given + change);

    [Theory]
    [InlineData("SELECT set_config('maintenance_work_mem', '8GB', true); CREATE INDEX i ON items USING hnsw (embedding extensions.vector_l2_ops);")]
    [InlineData("SET LOCAL maintenance_work_mem = '8GB'; REINDEX TABLE items;")]
    [InlineData("CREATE INDEX i ON ONLY parted USING hnsw (embedding extensions.vector_l2_ops);")]
    [InlineData("CREATE INDEX i ON items USING btree (id);")]
    [InlineData("DROP INDEX items_hnsw;")]
    public void Silent_where_nothing_is_built_or_memory_is_set(string change) => Silent(Given + change);
}
