namespace SchemaBuild.Runtime.TestHost;

/// <summary>What the processes run. Each leaves traces that show how often it was done: rows in <c>trace</c>.</summary>
public static class Scenarios
{
    private static readonly Migration Trace = Scripts.Migration("001_trace.sql",
        "CREATE TABLE trace (what text NOT NULL)",
        "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
        "INSERT INTO account SELECT id, 100 FROM generate_series(1, 1000) AS id");

    private static readonly Migration Deposit = Scripts.Migration("002_deposit.sql",
        "INSERT INTO trace VALUES ('deposit')",
        "UPDATE account SET balance = balance + 50");

    private static readonly Migration Index = Scripts.Migration("003_index.sql",
        "!CREATE INDEX CONCURRENTLY account_balance ON account (balance)");

    private static readonly Migration Mixed = Scripts.Migration("004_mixed.sql",
        "ALTER TABLE account ADD COLUMN note text",
        "INSERT INTO trace VALUES ('mixed 1')",
        "!CREATE INDEX CONCURRENTLY account_note ON account (note)",
        "INSERT INTO trace VALUES ('mixed 2')",
        "---",
        "UPDATE account SET balance = balance - 20");

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
        "slow" => Scripts.Set(Trace, Slow),
        "quick" => Scripts.Set(Trace, Quick),
        _ => throw new ArgumentException($"No scenario {name}.", nameof(name)),
    };
}
