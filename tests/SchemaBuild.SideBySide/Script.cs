using System.Globalization;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.SideBySide;

/// <summary>A migration as every tool gets it. A statement that begins with <c>!</c> refuses a transaction, and is alone in its migration.</summary>
internal sealed record Script(int Number, string Name, params string[] Statements)
{
    public string Version => Number.ToString("D4", CultureInfo.InvariantCulture);

    public bool IsAlone => Statements is [['!', ..]];

    public string Sql => string.Concat(Statements.Select(statement => statement.TrimStart('!') + ";\n"));

    public Migration ToMigration() => Scripts.Migration($"{Version}_{Name}.sql", Statements);
}

/// <summary>The sets of migrations that the tools apply.</summary>
internal static class ScriptSets
{
    private static readonly Script Trace = new(1, "trace",
        "CREATE TABLE trace (what text NOT NULL)",
        "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
        "INSERT INTO account SELECT id, 100 FROM generate_series(1, 1000) AS id");

    private static readonly Script Deposit = new(2, "deposit", "INSERT INTO trace VALUES ('deposit')", "UPDATE account SET balance = balance + 50");

    private static readonly Script Index = new(3, "index", "!CREATE INDEX CONCURRENTLY account_balance ON account (balance)");

    private static readonly Script Last = new(4, "last", "ALTER TABLE account ADD COLUMN note text", "INSERT INTO trace VALUES ('last')");

    /// <summary>What exists before; or one migration in a transaction more, or one outside, or all.</summary>
    public static Script[] Get(string name) => name switch
    {
        "base" => [Trace],
        "transactional" => [Trace, Deposit],
        "concurrently" => [Trace, Index],
        "all" => [Trace, Deposit, Index, Last],
        "many" => Tables(500),
        "few" => Tables(20),
        _ => throw new ArgumentException($"No set {name}.", nameof(name)),
    };

    public static Script[] Tables(int count) => [.. Enumerable.Range(1, count).Select(number =>
        new Script(number, "table", $"CREATE TABLE t{number} (id bigint PRIMARY KEY, name text)", $"CREATE INDEX t{number}_name ON t{number} (name)"))];
}
