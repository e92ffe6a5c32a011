using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class NotRepeatableTests() : RuleTest(new NotRepeatable())
{
    [Fact]
    public void Found_for_a_table_outside_a_transaction() => Finds("""
        -- schemabuild:no-transaction
        [|CREATE TABLE users (id bigint)|];
        """);

    [Fact]
    public void Found_for_a_column() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        [|ALTER TABLE users ADD COLUMN note text|];
        """);

    [Fact]
    public void Silent_with_a_guard() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        -- schemabuild:no-transaction
        CREATE TABLE IF NOT EXISTS notes (id bigint);
        DROP TABLE IF EXISTS users;
        """);

    [Fact]
    public void Silent_in_a_transaction() => Silent("""
        CREATE TABLE users (id bigint);
        """);

    [Fact]
    public void Silent_for_an_index_that_the_runner_looks_after() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        CREATE INDEX CONCURRENTLY users_name ON users (name);
        """);

    [Fact]
    public void Advises_nothing_that_the_server_refuses()
    {
        var finding = Finds("""
            [|CREATE SUBSCRIPTION users_subscription CONNECTION 'host=source' PUBLICATION users_publication|];
            """);
        Assert.DoesNotContain("Write IF NOT EXISTS", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in a transaction.", finding.Message[(finding.Message.IndexOf("(42710)", StringComparison.Ordinal))..], StringComparison.Ordinal);
    }
}
