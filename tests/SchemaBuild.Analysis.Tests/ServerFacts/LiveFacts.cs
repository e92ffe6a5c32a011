using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.Facts;
using SchemaBuild.PgQuery.Nodes;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

/// <summary>The committed facts, compared with what servers say now.</summary>
public class LiveFacts
{
    private static readonly string[] Methods = ["btree", "hash", "brin", "gist", "spgist"];

    public static MatrixTheoryData<int, string> Sheets { get; } = new([14, 15, 16, 17, 18], [.. FactSheet.All.Select(sheet => sheet.ToString())]);

    [Theory]
    [MemberData(nameof(Sheets))]
    public async Task The_data_is_what_a_fresh_extraction_gives(int major, string name)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        if (name.EndsWith("-transaction", StringComparison.Ordinal)
            && await database.ScalarAsync<bool>("SELECT current_setting('wal_level') <> 'logical' OR current_setting('max_prepared_transactions') = '0'"))
            Assert.Skip("The verdicts need a server with wal_level = logical and max_prepared_transactions above 0.");

        var sheet = FactSheet.All.Single(sheet => sheet.ToString() == name);
        var fresh = await sheet.ReadAsync(database);
        var committed = FactFile.Read(await File.ReadAllTextAsync(RepositoryRoot.Combine(sheet.File), TestContext.Current.CancellationToken), major);
        Assert.Equal(fresh.Rows.Order(StringComparer.Ordinal), committed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task Every_fact_is_found_by_its_key(int major)
    {
        var facts = BuiltIns.Of(major);
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();

        foreach (var row in await database.RowsAsync("SELECT oid, typname, format_type(oid, NULL) FROM pg_type WHERE oid < 10000"))
            Assert.Equal(row, facts.Types.Find(row.Split('|')[1]) is { } type ? $"{type.Number}|{type.Name}|{type.DisplayName}" : null);

        foreach (var row in await database.RowsAsync("SELECT oprname, count(*) FROM pg_operator GROUP BY 1"))
            Assert.Equal(row, $"{row[..row.LastIndexOf('|')]}|{facts.Operators.Find(row[..row.LastIndexOf('|')]).Count}");

        foreach (var row in await database.RowsAsync("""
            SELECT proname, count(*) FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace AND NOT 'internal'::regtype = ANY (proargtypes::oid[]) GROUP BY 1
            """))
            Assert.Equal(row, $"{row.Split('|')[0]}|{facts.Functions.Find(row.Split('|')[0]).Count}");
    }

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task Default_operator_classes_are_those_that_the_server_chooses(int major)
    {
        var facts = BuiltIns.Of(major);
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        await database.ExecuteAsync("""
            CREATE TABLE chosen (method text, type text, class text);
            DO $$
            DECLARE method text; type text; class text;
            BEGIN
                FOR type IN SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype <> 'p' AND oid < 10000 LOOP
                    BEGIN
                        EXECUTE format('CREATE TABLE probe (c %I)', type);
                        FOREACH method IN ARRAY '{btree,hash,gist,gin,spgist,brin}'::text[] LOOP
                            BEGIN
                                EXECUTE format('CREATE INDEX probe_index ON probe USING %I (c)', method);
                                SELECT opcname INTO class FROM pg_index JOIN pg_opclass o ON o.oid = indclass[0] WHERE indexrelid = 'probe_index'::regclass;
                                INSERT INTO chosen VALUES (method, type, class);
                                DROP INDEX probe_index;
                            EXCEPTION
                                WHEN undefined_function THEN NULL;    -- It has chosen one, which cannot compare the elements of such an array.
                                WHEN undefined_object THEN
                                    INSERT INTO chosen VALUES (method, type, NULL);
                            END;
                        END LOOP;
                        DROP TABLE probe;
                    EXCEPTION WHEN invalid_table_definition THEN NULL;
                    END;
                END LOOP;
            END $$
            """);

        var rows = await database.RowsAsync("SELECT method, type, class FROM chosen");
        Assert.True(rows.Count > 500);
        foreach (var row in rows)
        {
            var (method, type) = (row.Split('|')[0], row.Split('|')[1]);
            Assert.Equal(row, $"{method}|{type}|{facts.OperatorClasses.FindDefault(method, facts.Types.Find(type)!)?.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task A_change_of_type_rewrites_the_table_and_the_index_where_we_say_so(int major)
    {
        var facts = BuiltIns.Of(major);
        var types = new FactTable("types").Find(major).Select(cells => facts.Types.Find(cells[0])!)
            .Where(type => type.Kind == TypeKind.Base && type is { Number: > 0, Category: not 'Z' } && !type.Name.StartsWith("pg_", StringComparison.Ordinal)).ToList();
        var pairs =
            (from source in types
             from target in types
             where source != target && facts.Coercion.FindPath(source, target, CastContext.Assignment).Method is CoercionMethod.Binary or CoercionMethod.Function
             from method in Methods
             where facts.OperatorClasses.FindDefault(method, source) is not null && facts.OperatorClasses.FindDefault(method, target) is not null
             select (Source: source, Target: target, Method: method)).ToList();
        Assert.True(pairs.Count > 200);

        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        await database.ExecuteAsync("""
            CREATE FUNCTION change(source text, target text, method text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE heap oid; index oid;
            BEGIN
                SET LOCAL TimeZone = 'America/New_York';    -- In UTC, timestamp and timestamptz are the same bytes.
                EXECUTE format('CREATE TABLE probe (c %I)', source);
                EXECUTE format('CREATE INDEX probe_index ON probe USING %I (c)', method);
                heap := pg_relation_filenode('probe'); index := pg_relation_filenode('probe_index');
                EXECUTE format('ALTER TABLE probe ALTER c TYPE %I', target);
                RETURN format('%s to %s with %s: %s', source, target, method, CASE
                    WHEN heap <> pg_relation_filenode('probe') THEN 'table' WHEN index <> pg_relation_filenode('probe_index') THEN 'index' ELSE 'nothing' END);
            END $$
            """);

        foreach (var (source, target, method) in pairs)
        {
            var predicted =
                facts.Coercion.FindPath(source, target, CastContext.Assignment).Method != CoercionMethod.Binary ? "table"
                : facts.OperatorClasses.SurvivesChange(method, null, source, target) ? "nothing"
                : "index";
            var observed = await database.ScalarAsync<string>($"BEGIN; SELECT change('{source.Name}', '{target.Name}', '{method}'); ROLLBACK");
            Assert.Equal(observed, $"{source.Name} to {target.Name} with {method}: {predicted}");
        }
    }

    [Fact]
    public async Task Values_that_the_grammar_knows_have_the_types_that_the_server_says_and_are_stable()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        foreach (var function in Enum.GetValues<SQLValueFunctionOp>())
        {
            var sql = function.ToString()["SVFOP_".Length..].Replace("_N", "(3)", StringComparison.Ordinal);
            var type = await database.ScalarAsync<string>($"SELECT typname::text FROM pg_type WHERE oid = pg_typeof({sql})");
            Assert.Equal(type, SqlValueFunctions.TypeOf(function));

            await database.ExecuteAsync($"DROP TABLE IF EXISTS t; CREATE TABLE t (id int)");
            var file = await database.ScalarAsync<string>("SELECT pg_relation_filenode('t')::text");
            await database.ExecuteAsync($"ALTER TABLE t ADD COLUMN c {type} DEFAULT {sql}");
            Assert.Equal(file, await database.ScalarAsync<string>("SELECT pg_relation_filenode('t')::text"));
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync($"CREATE INDEX ON t ((c = {sql}))"));
        }
    }
}
