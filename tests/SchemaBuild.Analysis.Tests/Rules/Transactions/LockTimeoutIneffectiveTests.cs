using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class LockTimeoutIneffectiveTests() : RuleTest(new LockTimeoutIneffective())
{
    private const string Before = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n--- next migration\n";

    [Theory]
    [InlineData("SET lock_timeout = 0;")]
    [InlineData("SET lock_timeout = '0s';")]
    [InlineData("SET LOCAL lock_timeout TO 0;")]
    [InlineData("SET lock_timeout = '2s';\nRESET lock_timeout;")]
    [InlineData("SET lock_timeout = '2s';\nRESET ALL;")]
    [InlineData("SET lock_timeout = '2s';\nSET lock_timeout TO DEFAULT;")]
    [InlineData("SET lock_timeout = '2s';\nSET LOCAL lock_timeout TO DEFAULT;")]
    [InlineData("SET lock_timeout = '10min';")]
    [InlineData("SET lock_timeout = 3600000;")]
    [InlineData("SET lock_timeout = '2s';\nSELECT set_config('lock_timeout', '0', false);")]
    [InlineData("BEGIN;\nSET LOCAL lock_timeout = '2s';\nCOMMIT;")]
    [InlineData("SET lock_timeout = '2s';\nDISCARD ALL;")]
    [InlineData("ALTER ROLE app SET lock_timeout = '2s';")]
    [InlineData("CREATE TABLE notes (id bigint);\nRESET ALL;")]
    public void Found_where_a_file_takes_the_limit_away(string settings) => Finds($"{Before}{settings}\n[|ALTER TABLE users ADD COLUMN a text|];");

    [Fact]
    public void Found_before_it_is_set() => Assert.Contains("set only later, on line 2", Finds($"""
        {Before}[|ALTER TABLE users ADD COLUMN a text|];
        SET lock_timeout = '2s';
        ALTER TABLE users ADD COLUMN b text;
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_after_SET_LOCAL_outside_a_transaction() => Assert.Contains("no effect", Finds($"""
        {Before}-- schemabuild:no-transaction
        SET LOCAL lock_timeout = '2s';
        [|ALTER TABLE users ADD COLUMN a text|];
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Found_in_a_block_that_sets_it_too_late() => Finds($"{Before}DO $$ BEGIN [|ALTER TABLE users ADD COLUMN a text|]; SET LOCAL lock_timeout = '2s'; END $$;");

    [Fact]
    public void Silent_in_a_block_for_which_the_runner_sets_it() => Silent($"{Before}DO $$ BEGIN ALTER TABLE users ADD COLUMN a text; END $$;");

    [Fact]
    public void Found_once_for_each_reason() => Finds($"""
        {Before}SET lock_timeout = 0;
        [|ALTER TABLE users ADD COLUMN a text|];
        ALTER TABLE users ADD COLUMN b text;
        SET lock_timeout = '1h';
        [|ALTER TABLE users ADD COLUMN c text|];
        """);

    [Theory]
    [InlineData("")]
    [InlineData("SET lock_timeout = '2s';")]
    [InlineData("SET LOCAL lock_timeout = '2s';")]
    [InlineData("SELECT set_config('lock_timeout', '5s', true);")]
    [InlineData("SET SESSION lock_timeout = 5000;")]
    [InlineData("BEGIN;\nSET LOCAL lock_timeout = '2s';")]
    [InlineData("RESET ALL;")]
    public void Silent_where_a_limit_holds(string settings) => Silent($"{Before}{settings}\nALTER TABLE users ADD COLUMN a text;");

    [Fact]
    public void Silent_in_a_block_that_sets_it() => Silent($"{Before}DO $$ BEGIN PERFORM set_config('lock_timeout', '2s', true); ALTER TABLE users ADD COLUMN a text; END $$;");

    [Fact]
    public void Silent_where_nobody_waits() => Silent($"""
        {Before}SET lock_timeout = 0;
        CREATE TABLE notes (id bigint);
        ALTER TABLE notes ADD COLUMN a text;
        CREATE INDEX CONCURRENTLY users_name ON users (name);
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_sets_it_in_the_transaction(int major) => ProvesRewrite($"{Before}SET lock_timeout = 0;\n[|ALTER TABLE users ADD COLUMN a text|];", major);

    /// <summary>What the rule says of SET LOCAL, RESET and DISCARD.</summary>
    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task The_server_says_the_same(int major)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        (string[] Settings, string Expected)[] cases =
        [
            (["SET LOCAL lock_timeout = '2s'"], "0"),
            (["BEGIN", "SET LOCAL lock_timeout = '2s'"], "2s"),
            (["BEGIN", "SET LOCAL lock_timeout = '2s'", "COMMIT"], "0"),
            (["BEGIN", "SET LOCAL lock_timeout = '2s'", "RESET ALL"], "0"),
            (["SET lock_timeout = '2s'", "RESET lock_timeout"], "0"),
            (["SET lock_timeout = '2s'", "BEGIN", "SET LOCAL lock_timeout TO DEFAULT"], "0"),
            (["SET lock_timeout = '2s'", "DISCARD ALL"], "0"),
            (["SELECT set_config('lock_timeout', '2s', false)"], "2s"),
        ];
        foreach (var (settings, expected) in cases)
        {
            await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
            foreach (var setting in settings) await Run(connection, setting);
            Assert.Equal(expected, await Run(connection, "SHOW lock_timeout"));
        }

        static async Task<string?> Run(Npgsql.NpgsqlConnection connection, string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string;
        }
    }
}
