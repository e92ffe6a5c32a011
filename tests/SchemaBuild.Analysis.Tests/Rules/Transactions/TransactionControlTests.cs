using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class TransactionControlTests() : RuleTest(new TransactionControl())
{
    [Fact]
    public void Found_for_a_BEGIN_without_COMMIT() => Assert.Contains("never committed", Finds("""
        [|BEGIN|];
        CREATE TABLE users (id bigint);
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_a_COMMIT_without_BEGIN() => Assert.Contains("half applied", Finds("""
        CREATE TABLE users (id bigint);
        [|COMMIT|];
        CREATE TABLE notes (id bigint);
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_a_COMMIT_at_the_end() => Finds("""
        CREATE TABLE users (id bigint);
        [|COMMIT|];
        """);

    [Fact]
    public void Found_for_a_BEGIN_within_a_transaction() => Assert.Contains("since line 1", Finds("""
        BEGIN;
        CREATE TABLE users (id bigint);
        [|START TRANSACTION|];
        CREATE TABLE notes (id bigint);
        COMMIT;
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_for_both_ends_of_a_nested_pair() => Finds("""
        BEGIN;
        CREATE TABLE users (id bigint);
        [|BEGIN|];
        CREATE TABLE notes (id bigint);
        COMMIT;
        [|COMMIT|];
        """);

    [Fact]
    public void Found_for_AND_CHAIN() => Finds("""
        BEGIN;
        CREATE TABLE users (id bigint);
        [|COMMIT AND CHAIN|];
        CREATE TABLE notes (id bigint);
        COMMIT;
        """);

    [Fact]
    public void Found_for_READ_ONLY() => Assert.Contains("(25006)", Finds("""
        [|START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE|];
        SELECT 1;
        COMMIT;
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Silent_for_an_isolation_level() => Silent("""
        BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE;
        CREATE TABLE users (id bigint);
        COMMIT;
        """);

    [Fact]
    public void Found_for_a_ROLLBACK_of_nothing() => Finds("""
        [|ROLLBACK|];
        CREATE TABLE users (id bigint);
        """);

    [Fact]
    public void Silent_for_a_pair() => Silent("""
        BEGIN;
        CREATE TABLE users (id bigint);
        COMMIT;
        """);

    [Fact]
    public void Silent_for_two_transactions_and_savepoints() => Silent("""
        BEGIN;
        CREATE TABLE users (id bigint);
        SAVEPOINT a;
        CREATE TABLE notes (id bigint);
        RELEASE SAVEPOINT a;
        COMMIT;
        START TRANSACTION;
        CREATE TABLE orders (id bigint);
        END;
        """);

    [Fact]
    public void Silent_for_BEGIN_of_a_block_and_of_a_body() => Silent("""
        DO $$ BEGIN PERFORM 1; END $$;
        CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
        """);
}
