using System.Text;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>
/// Transactions and settings: after a script the model knows the same tables and the same parameters as a server that ran the script itself, and as one that
/// ran the steps of its plan.
/// </summary>
public sealed class TransactionProof
{
    private static readonly string[] Shown =
    [
        "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "TimeZone", "search_path", "session_replication_role",
        "default_transaction_isolation", "default_transaction_read_only",
    ];

    /// <summary>Scripts whose statements all succeed on a server, in transactions that they open themselves.</summary>
    public static TheoryData<string> Scripts { get; } =
    [
        "BEGIN; CREATE TABLE a (); COMMIT; BEGIN; CREATE TABLE b (); ROLLBACK;",
        "BEGIN; CREATE TABLE a (); COMMIT AND CHAIN; CREATE TABLE b (); ROLLBACK; BEGIN; CREATE TABLE c (); COMMIT;",
        "BEGIN; CREATE TABLE a (); ROLLBACK AND CHAIN; CREATE TABLE b (); COMMIT;",
        "BEGIN; CREATE TABLE a (); SAVEPOINT s; CREATE TABLE b (); ROLLBACK TO s; CREATE TABLE c (); RELEASE s; COMMIT;",
        "BEGIN; SAVEPOINT s; CREATE TABLE a (); SAVEPOINT s; CREATE TABLE b (); ROLLBACK TO s; RELEASE s; CREATE TABLE c (); ROLLBACK TO s; CREATE TABLE d (); COMMIT;",
        "START TRANSACTION; CREATE TABLE a (); END; BEGIN; DROP TABLE a; ABORT;",
        "BEGIN; BEGIN; CREATE TABLE a (); COMMIT; COMMIT;",
        "BEGIN ISOLATION LEVEL SERIALIZABLE; CREATE TABLE a (); COMMIT AND CHAIN; CREATE TABLE b (); COMMIT; CREATE TABLE c ();",
        "CREATE TABLE a (i int); CREATE INDEX CONCURRENTLY i ON a (i); BEGIN; ALTER TABLE a RENAME TO b; ROLLBACK; ALTER TABLE a RENAME TO c;",
        "BEGIN; CREATE TABLE a (); CREATE TABLE b (); DROP TABLE a; ROLLBACK; CREATE TABLE d ();",

        "SET lock_timeout = '5s'; BEGIN; SET LOCAL lock_timeout = '1s'; COMMIT;",
        "BEGIN; SET LOCAL lock_timeout = '1s'; SET lock_timeout = '2s'; COMMIT;",
        "BEGIN; SET lock_timeout = '2s'; SET LOCAL lock_timeout = '1s'; COMMIT;",
        "SET lock_timeout = '5s'; BEGIN; SET lock_timeout = '1s'; ROLLBACK;",
        "SET lock_timeout = '5s'; BEGIN; RESET lock_timeout; ROLLBACK;",
        "SET lock_timeout = '5s'; BEGIN; SAVEPOINT s; SET lock_timeout = '1s'; ROLLBACK TO s; COMMIT;",
        "BEGIN; SAVEPOINT s; SET LOCAL lock_timeout = '1s'; RELEASE s; SET statement_timeout = 77000; COMMIT;",
        "SET lock_timeout = '5s'; BEGIN; SET LOCAL lock_timeout = '1s'; SET LOCAL lock_timeout TO DEFAULT; COMMIT;",
        "BEGIN; SET LOCAL lock_timeout = '1s'; SET lock_timeout FROM CURRENT; COMMIT;",
        "SET LOCK_TIMEOUT = 2000; SET Statement_Timeout TO '3min'; RESET ALL; SET lock_timeout = '1h';",
        "SET lock_timeout = '5s'; BEGIN; RESET ALL; COMMIT;",
        "SET lock_timeout = '5s'; BEGIN; RESET ALL; ROLLBACK;",
        "SET lock_timeout = '5s'; SET search_path = x; DISCARD ALL; SET statement_timeout = '61s';",
        "SET lock_timeout = DEFAULT; SET statement_timeout = 0;",
        "SELECT set_config('lock_timeout', '9s', false);",
        "BEGIN; SELECT set_config('lock_timeout', '9s', true); COMMIT;",
        "BEGIN; SELECT set_config('lock_timeout', '9s', false); ROLLBACK;",
        "SELECT pg_catalog.set_config('search_path', '', false);",
        "SELECT set_config('search_path', 'a, \"B\" , Public,\"x\"\"y\"', 'f');",
        "SET search_path TO a, \"B\", 'C d';",
        "SET search_path = \"$user\", x;",
        "SET SCHEMA 'x';",
        "SET search_path = '';",
        "BEGIN; SET LOCAL search_path TO x; COMMIT;",
        "SET TIME ZONE 'Europe/Zurich';",
        "SET TIME ZONE LOCAL;",
        "SET timezone = 'UTC'; SET TIME ZONE DEFAULT;",
        "SET session_replication_role = replica; BEGIN; SET LOCAL session_replication_role = origin; COMMIT;",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;",
        "BEGIN; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET LOCAL idle_in_transaction_session_timeout = '4s'; COMMIT;",
        "CREATE SCHEMA x; SET search_path = x; CREATE TABLE a (); BEGIN; SET LOCAL search_path = public; CREATE TABLE b (); COMMIT; CREATE TABLE c ();",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_model_ends_where_the_server_ends(string sql)
    {
        var server = await PostgresServer.GetAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var steps = await server.CreateDatabaseAsync();
        var file = MigrationFile.Read(SourceText.FromText("1_x.sql", sql), "1_x.sql").Parse();

        var observed = new StringBuilder();
        await using (var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            var defaults = await ShowAsync(connection);
            foreach (var statement in file.Statements) await ExecuteAsync(connection, statement.Sql);
            foreach (var (name, value) in await ShowAsync(connection)) if (defaults[name] != value) observed.Append(Line(name, value));
        }

        observed.Append(await TablesAsync(database));
        var replayer = new Replayer(new Session(server.Major));
        var replayed = replayer.Replay(file);
        Assert.Equal(observed.ToString(), Settings(replayer.Session.State.Settings) + Tables(replayer.Session.State.Catalog));

        await using (var connection = await steps.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
            await ApplyAsync(connection, file.Source.Text, replayed.Steps.Steps);
        Assert.Equal(Tables(replayer.Session.State.Catalog), await TablesAsync(steps));
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string text, IReadOnlyList<PlannedStep> steps)
    {
        foreach (var segment in steps.GroupBy(step => step.Segment))
        {
            var alone = segment.First().RunsAlone;
            if (!alone) await ExecuteAsync(connection, segment.First().Begin is { } begin ? text.Substring(begin.Start, begin.Length) : "BEGIN");
            foreach (var step in segment) await ExecuteAsync(connection, text.Substring(step.Start, step.Length));
            if (!alone) await ExecuteAsync(connection, "COMMIT");
        }
    }

    private static string Settings(SessionSettings settings)
    {
        var text = new StringBuilder();
        foreach (var name in Shown)
        {
            if (!settings.IsSet(name)) continue;
            var value = name == "search_path"
                ? string.Join(", ", settings.SearchPath.Select(Identifier.Quote))
                : settings.Timeout(name) is { } limit ? $"{limit.TotalMilliseconds}" : settings.Get(name)[0];
            if (value is not ("0" or "origin" or "off")) text.Append(Line(name, value));
        }

        return text.ToString();
    }

    private static string Line(string name, string value) => $"{name} = {value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()}\n";

    private static async Task<Dictionary<string, string>> ShowAsync(NpgsqlConnection connection)
    {
        var values = new Dictionary<string, string>();
        foreach (var name in Shown)
        {
            // pg_settings gives time limits in milliseconds, SHOW in the largest unit that fits.
            await using var command = new NpgsqlCommand(name == "search_path" ? "SHOW search_path" : $"SELECT setting FROM pg_settings WHERE name = '{name}'", connection);
            values.Add(name, (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        return values;
    }

    private static async Task<string> TablesAsync(TestDatabase database) => string.Join(' ', await database.RowsAsync(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname IN ('public', 'x') ORDER BY 1"));

    private static string Tables(CatalogState catalog) =>
        string.Join(' ', catalog.All.OfType<Relation>().Where(relation => !relation.IsAssumed).Select(relation => relation.Name.ToString()).Order(StringComparer.Ordinal));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
