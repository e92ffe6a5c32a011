using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class ReplicaIdentityFullTests() : RuleTest(new ReplicaIdentityFull())
{
    [Fact]
    public void Found_for_full() => Finds("""
            CREATE TABLE t (id int);

            --- next migration
            [|ALTER TABLE t REPLICA IDENTITY FULL|];
            """);

    [Fact]
    public void Found_for_nothing() => Finds("""
            CREATE TABLE t (id int);
            [|ALTER TABLE t REPLICA IDENTITY NOTHING|];
            """);

    [Fact]
    public void Found_on_a_table_that_no_migration_shows() => Finds("""
            [|ALTER TABLE legacy REPLICA IDENTITY FULL|];
            """);

    [Fact]
    public void Silent_for_an_index() => Silent("""
            CREATE TABLE t (id int NOT NULL);
            CREATE UNIQUE INDEX t_id ON t (id);
            ALTER TABLE t REPLICA IDENTITY USING INDEX t_id;
            """);

    [Fact]
    public void Silent_for_default() => Silent("""
            CREATE TABLE t (id int);
            ALTER TABLE t REPLICA IDENTITY DEFAULT;
            """);
}
