using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class RollbackInMigrationTests() : RuleTest(new RollbackInMigration())
{
    [Fact]
    public void Found_at_the_end_of_a_transaction_of_the_file() => Finds("""
        BEGIN;
        CREATE TABLE orders (id bigint);
        [|ROLLBACK|];
        """);

    [Fact]
    public void Found_when_more_follows() => Finds("""
        BEGIN;
        CREATE TABLE orders (id bigint);
        [|ROLLBACK|];
        CREATE TABLE invoices (id bigint);
        """);

    [Fact]
    public void Silent_on_a_commit() => Silent("""
        BEGIN;
        CREATE TABLE orders (id bigint);
        COMMIT;
        """);

    [Fact]
    public void Silent_on_a_savepoint() => Silent("""
        BEGIN;
        SAVEPOINT before;
        CREATE TABLE orders (id bigint);
        ROLLBACK TO SAVEPOINT before;
        COMMIT;
        """);
}
