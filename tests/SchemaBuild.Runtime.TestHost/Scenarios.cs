namespace SchemaBuild.Runtime.TestHost;

/// <summary>What the processes run. Each leaves traces that show how often it was done: rows in <c>trace</c>.</summary>
public static class Scenarios
{
    private static readonly Migration Trace = Scripts.Migration("001_trace.sql",
        "CREATE TABLE trace (what text NOT NULL)",
        "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
        "INSERT INTO account SELECT id, 100 FROM generate_series(1, 1000) AS id")
        .WithRollback("DROP TABLE account", "DROP TABLE trace");

    private static readonly Migration Deposit = Scripts.Migration("002_deposit.sql",
        "INSERT INTO trace VALUES ('deposit')",
        "UPDATE account SET balance = balance + 50")
        .WithRollback("UPDATE account SET balance = balance - 50", "DELETE FROM trace WHERE what = 'deposit'");

    private static readonly Migration Index = Scripts.Migration("003_index.sql",
        "!CREATE INDEX CONCURRENTLY account_balance ON account (balance)")
        .WithRollback("!DROP INDEX CONCURRENTLY account_balance");

    private static readonly Migration Mixed = Scripts.Migration("004_mixed.sql",
        "ALTER TABLE account ADD COLUMN note text",
        "INSERT INTO trace VALUES ('mixed 1')",
        "!CREATE INDEX CONCURRENTLY account_note ON account (note)",
        "INSERT INTO trace VALUES ('mixed 2')",
        "---",
        "UPDATE account SET balance = balance - 20")
        .WithRollback(
            "UPDATE account SET balance = balance + 20",
            "---",
            "DELETE FROM trace WHERE what = 'mixed 2'",
            "!DROP INDEX CONCURRENTLY account_note",
            "DELETE FROM trace WHERE what = 'mixed 1'",
            "ALTER TABLE account DROP COLUMN note");

    private static readonly Migration[] Rest =
    [
        Scripts.Migration("005_parts.sql",
            "CREATE TABLE parts (id int) PARTITION BY RANGE (id)",
            "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100)",
            "INSERT INTO parts SELECT generate_series(1, 50)",
            "CREATE FUNCTION slowly(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
                + "'BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(1); RETURN $1; END'")
            .WithRollback("DROP FUNCTION slowly", "DROP TABLE parts"),
        Scripts.Migration("006_slow_index.sql",
            "!CREATE INDEX CONCURRENTLY account_slowly ON account (slowly(id))")
            .WithRollback("!DROP INDEX CONCURRENTLY account_slowly"),
        Scripts.Migration("007_detach.sql",
            "!ALTER TABLE parts DETACH PARTITION parts_1 CONCURRENTLY")
            .WithRollback("ALTER TABLE parts ATTACH PARTITION parts_1 FOR VALUES FROM (0) TO (100)"),
        Scripts.Migration("008_reindex.sql",
            "!REINDEX INDEX CONCURRENTLY account_balance",
            "INSERT INTO trace VALUES ('reindexed')")
            .WithRollback("DELETE FROM trace WHERE what = 'reindexed'", "!REINDEX INDEX CONCURRENTLY account_balance"),
        Scripts.Migration("009_drop.sql",
            "!DROP INDEX CONCURRENTLY account_note",
            "!VACUUM account",
            "UPDATE account SET balance = balance + 1")
            .WithRollback("!CREATE INDEX CONCURRENTLY account_note ON account (note)", "UPDATE account SET balance = balance - 1"),
    ];

    private static readonly Migration Slow = Scripts.Migration("002_slow.sql",
        "INSERT INTO trace VALUES ('slow')",
        "SELECT pg_sleep(3600)");

    private static readonly Migration Quick = Scripts.Migration("002_slow.sql",
        "INSERT INTO trace VALUES ('quick')");

    public static MigrationSet Get(string name) => name switch
    {
        "transactional" => Scripts.Set(Trace, Deposit),
        "concurrently" => Scripts.Set(Trace, Index),
        "mixed" => Scripts.Set(Trace, Deposit, Index, Mixed),
        "everything" => Scripts.Set([Trace, Deposit, Index, Mixed, .. Rest]),
        "slow" => Scripts.Set(Trace, Slow),
        "quick" => Scripts.Set(Trace, Quick),
        _ => throw new ArgumentException($"No scenario {name}.", nameof(name)),
    };
}
