using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.Facts;
using SchemaBuild.PgQuery.Nodes;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

/// <summary>The committed facts, compared with what servers say now.</summary>
public class LiveFacts
{
    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task The_data_is_what_a_fresh_extraction_gives(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        foreach (var sheet in FactSheet.All)
        {
            await using var database = await server.CreateDatabaseAsync();
            var fresh = await sheet.ReadAsync(database);
            var committed = FactFile.Read(await File.ReadAllTextAsync(RepositoryRoot.Combine(sheet.File), TestContext.Current.CancellationToken), major);
            Assert.Equal(fresh.Rows.Order(StringComparer.Ordinal), committed.Order(StringComparer.Ordinal));
        }
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
