using System.Text;

namespace SchemaBuild.Analysis.Tests.Rules;

/// <summary>
/// What the leading linter (squawk 2.66) was measured to miss or to report wrongly about transactions, time limits, blocks, rows and enums, the right way round:
/// the codes that each file must have, of those that the case is about.
/// </summary>
public sealed class MeasuredFaultsTests
{
    private const string Before = """
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE INDEX users_name ON users (name);
        CREATE TABLE log (day date) PARTITION BY RANGE (day);
        CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        CREATE TYPE mood AS ENUM ('sad');
        """;

    [Theory]
    [InlineData("BEGIN; DROP INDEX CONCURRENTLY users_name; COMMIT;", "SB4060")]
    [InlineData("BEGIN; REINDEX INDEX CONCURRENTLY users_name; COMMIT;", "SB4060")]
    [InlineData("BEGIN; CREATE INDEX CONCURRENTLY a ON users (name); COMMIT;", "SB4060")]
    [InlineData("BEGIN; ALTER TABLE log DETACH PARTITION log_1 CONCURRENTLY; COMMIT;", "SB4060")]
    [InlineData("BEGIN; VACUUM users; COMMIT;", "SB4060")]
    [InlineData("BEGIN; CREATE DATABASE other; COMMIT;", "SB4060")]
    [InlineData("DO $$ BEGIN CREATE INDEX CONCURRENTLY a ON users (name); END $$;", "SB4060")]
    [InlineData("ALTER TYPE mood ADD VALUE 'glad'; SELECT 'glad'::mood;", "SB4060")]
    [InlineData("ALTER TYPE mood ADD VALUE 'glad'; ALTER TABLE users ADD COLUMN feels mood DEFAULT 'glad';", "SB4060")]
    [InlineData("DO $$ BEGIN CREATE INDEX a ON users (name); END $$;", "SB1001")]
    [InlineData("DO $$ BEGIN ALTER TABLE users ALTER COLUMN name SET NOT NULL; END $$;", "SB1003")]
    [InlineData("DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$;", "SB2001")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETRUN 1; END $$;", "SB0010")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELEC 1 $$;", "SB0010")]
    [InlineData("UPDATE users SET name = '';", "SB2030")]
    [InlineData("DELETE FROM users WHERE 1 = 1;", "SB2030")]
    [InlineData("ALTER TABLE users ADD COLUMN a text; UPDATE users SET a = name WHERE a IS NULL;", "SB4004")]
    [InlineData("ALTER TABLE users ADD COLUMN a text; ALTER TABLE orders ADD COLUMN a text;", "SB4002")]
    [InlineData("SET lock_timeout = 0; ALTER TABLE users ADD COLUMN a text;", "SB4010")]
    [InlineData("SET lock_timeout = '1s'; RESET lock_timeout; ALTER TABLE users ADD COLUMN a text;", "SB4010")]
    [InlineData("-- schemabuild:no-transaction\nSET LOCAL lock_timeout = '1s'; ALTER TABLE users ADD COLUMN a text;", "SB4010")]
    [InlineData("BEGIN; SET LOCAL lock_timeout = '1s'; COMMIT; ALTER TABLE users ADD COLUMN a text;", "SB4010")]
    [InlineData("ALTER TYPE mood RENAME VALUE 'sad' TO 'low';", "SB3060")]
    [InlineData("BEGIN; ALTER TABLE users ADD COLUMN a text;", "SB4013")]
    [InlineData("CREATE TABLE prices (id bigint PRIMARY KEY, amount money);", "SB5065")]
    public void Found(string sql, string code) => Assert.Contains(code, Codes(sql));

    [Theory]
    [InlineData("SELECT set_config('lock_timeout', '2s', true); ALTER TABLE users ADD COLUMN a text;", "SB4010")]
    [InlineData("BEGIN; SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN a text; COMMIT;", "SB4010")]
    [InlineData("ALTER TABLE users ADD COLUMN a text;", "SB4010 SB4011 SB4013")]
    [InlineData("START TRANSACTION; ALTER TABLE users ADD COLUMN a text; END;", "SB4013")]
    [InlineData("CREATE TABLE a (id bigint PRIMARY KEY, n int); ALTER TABLE a ADD COLUMN m text; UPDATE a SET m = '';", "SB2030 SB4004 SB4010")]
    [InlineData("CREATE TYPE fresh AS ENUM ('a'); CREATE TABLE a (id bigint PRIMARY KEY, f fresh DEFAULT 'a');", "SB4060")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY somewhere;", "SB4060")]
    [InlineData("CREATE INDEX CONCURRENTLY a ON users (name);", "SB4007 SB4010 SB4012 SB4060")]
    [InlineData("ALTER TYPE mood ADD VALUE 'glad';", "SB4060 SB3060")]
    public void Not_found(string sql, string codes) => Assert.Empty(Codes(sql).Intersect(codes.Split(' ')));

    /// <summary>The last file's codes.</summary>
    private static IEnumerable<string> Codes(string sql) => MigrationAnalyzer.Analyze([File(1, Before), File(2, sql)]).Findings.Where(finding => finding.File.StartsWith("002", StringComparison.Ordinal)).Select(finding => finding.Rule.Code);

    private static MigrationInput File(int version, string sql) => new($"{version:D3}_step.sql", $"{version:D3}_step.sql", Encoding.UTF8.GetBytes(sql));
}
