using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class VectorOperatorMismatchTests() : RuleTest(new VectorOperatorMismatch())
{
    private const string Items = """
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, title text, embedding vector(3));
        CREATE INDEX items_embedding ON items USING hnsw (embedding vector_l2_ops);
        --- next migration

        """;

    [Theory]
    [InlineData("[|CREATE FUNCTION nearest(query vector(3)) RETURNS SETOF bigint LANGUAGE sql STABLE AS 'SELECT id FROM items ORDER BY embedding <=> query LIMIT 10'|];")]
    [InlineData("[|CREATE FUNCTION nearest(query vector(3)) RETURNS SETOF bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT id FROM items i ORDER BY query <=> i.embedding LIMIT 10; END|];")]
    [InlineData("[|CREATE FUNCTION nearest(query vector(3)) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS 'BEGIN RETURN QUERY SELECT i.id FROM items i ORDER BY i.embedding <#> query LIMIT 10; END'|];")]
    [InlineData("[|CREATE VIEW pairs AS SELECT a.id, b.id AS nearest FROM items a CROSS JOIN LATERAL (SELECT i.id FROM items i WHERE i.id <> a.id ORDER BY i.embedding <+> a.embedding LIMIT 1) b|];")]
    [InlineData("[|CREATE VIEW first AS SELECT id, embedding <=> '[1,2,3]' AS distance FROM public.items ORDER BY distance LIMIT 3|];")]
    [InlineData("[|CREATE VIEW first AS SELECT embedding <=> '[1,2,3]', id FROM items ORDER BY 1 LIMIT 3|];")]
    public void Found_where_the_distance_is_another(string sql) => Finds(Items + sql);

    [Fact]
    public void Found_where_the_index_comes_after_the_function() => Finds("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        CREATE FUNCTION nearest(query vector(3)) RETURNS SETOF bigint LANGUAGE sql STABLE AS 'SELECT id FROM items ORDER BY embedding <=> query LIMIT 10';
        --- next migration
        [|CREATE INDEX CONCURRENTLY items_embedding ON items USING ivfflat (embedding)|];
        """);

    [Theory]
    [InlineData("CREATE FUNCTION nearest(query vector(3)) RETURNS SETOF bigint LANGUAGE sql STABLE AS 'SELECT id FROM items ORDER BY embedding <-> query LIMIT 10';")]
    [InlineData("CREATE VIEW titles AS SELECT id FROM items ORDER BY title;")]
    [InlineData("SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3;")]
    [InlineData("CREATE TABLE others (embedding vector(3)); CREATE VIEW first AS SELECT * FROM others ORDER BY embedding <=> '[1,2,3]' LIMIT 3;")]
    [InlineData("CREATE INDEX CONCURRENTLY items_cosine ON items USING hnsw (embedding vector_cosine_ops); CREATE VIEW first AS SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3;")]
    [InlineData("DROP INDEX items_embedding; CREATE VIEW first AS SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3;")]
    public void Silent_where_an_index_serves_it_or_none_could(string sql) => Silent(Items + sql);
}
