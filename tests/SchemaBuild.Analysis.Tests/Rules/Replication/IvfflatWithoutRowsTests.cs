using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class IvfflatWithoutRowsTests() : RuleTest(new IvfflatWithoutRows())
{
    [Fact]
    public void Found_in_the_file_that_makes_the_table() => Finds("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        [|CREATE INDEX items_embedding ON items USING ivfflat (embedding vector_l2_ops)|];
        """);

    [Fact]
    public void Silent_once_there_are_rows() => Silent("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        INSERT INTO items VALUES (1, '[1,2,3]');
        CREATE INDEX items_embedding ON items USING ivfflat (embedding vector_l2_ops);
        """);

    [Fact]
    public void Silent_in_a_later_file() => Silent("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        --- next migration
        CREATE INDEX CONCURRENTLY items_embedding ON items USING ivfflat (embedding vector_l2_ops);
        """);

    [Fact]
    public void Silent_for_hnsw() => Silent("""
        CREATE EXTENSION vector;
        CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        CREATE INDEX items_embedding ON items USING hnsw (embedding vector_l2_ops);
        """);
}
