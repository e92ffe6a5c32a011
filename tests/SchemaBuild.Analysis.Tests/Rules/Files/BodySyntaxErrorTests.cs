using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class BodySyntaxErrorTests() : RuleTest(new BodySyntaxError())
{
    private static readonly string[] Wrong =
    [
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  [|SELEC|] 1;\n  RETURN 1;\nEND $$",
        "CREATE FUNCTION f(OUT a int, b text) LANGUAGE plpgsql AS $$\nBEGIN\n  a := 1;\n  SELECT 1 FROM [|WHERE|];\nEND $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  -- SELEC\n  PERFORM 'SELEC';\n  IF true THEN\n    [|SELEC|] 1;\n  END IF;\n  RETURN 1;\nEND $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  [|zz|] := 3;\n  RETURN 1;\nEND $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT 1 FRM [|t|];\n$$",
        "CREATE PROCEDURE f() LANGUAGE sql AS 'INSERT [|INTOO|] t VALUES (1)'",
        "DO $$\nBEGIN\n  [|foo|] bar;\nEND $$",
        "[|CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  IF true THEN\n    RETURN 1;\nEND $$|]",
    ];

    private static readonly string[] Right =
    [
        "CREATE FUNCTION g(INOUT a int, b text, VARIADIC c int[]) LANGUAGE plpgsql AS $$ DECLARE r record; x t.id%TYPE; y t%ROWTYPE; e CONSTANT int := 1; cur CURSOR (k int) FOR SELECT k; "
            + "BEGIN a := b; FOR r IN SELECT * FROM t LOOP CONTINUE WHEN r.id IS NULL; END LOOP; FOREACH a IN ARRAY c LOOP NULL; END LOOP; EXECUTE 'SELECT 1' INTO a USING b; "
            + "GET DIAGNOSTICS a = ROW_COUNT; RAISE NOTICE '% %', a, b USING ERRCODE = '22000'; EXCEPTION WHEN unique_violation OR SQLSTATE '22012' THEN RAISE; END $$",
        "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id := OLD.id; IF TG_OP = 'INSERT' THEN RETURN NEW; END IF; RETURN NULL; END $$",
        "CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', tg_tag; END $$",
        "CREATE FUNCTION g() RETURNS SETOF t LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELECT * FROM t; RETURN; END $$",
        "CREATE FUNCTION g(n int) RETURNS TABLE (id bigint, name text) LANGUAGE plpgsql AS $$ BEGIN id := n; name := ''; RETURN NEXT; END $$",
        "CREATE FUNCTION g(a anyelement) RETURNS anyelement LANGUAGE plpgsql AS $$ BEGIN RETURN a; END $$",
        "CREATE PROCEDURE g() LANGUAGE plpgsql AS $$ BEGIN <<outer>> LOOP EXIT outer; COMMIT; END LOOP; CALL g(); ASSERT true, 'no'; END $$",
        "CREATE FUNCTION g(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT $1 + b;'",
        "CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN 1",
        "DO LANGUAGE plpgsql 'BEGIN PERFORM 1; END'",
    ];

    public static TheoryData<string> Faults { get; } = [.. Wrong];

    public static TheoryData<string> Codes { get; } = [.. Right];

    [Theory, MemberData(nameof(Faults))]
    public void Found_at_the_word(string sql) => Assert.Contains("42601", Finds($"CREATE TABLE t (id bigint);\n{sql};").Message, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Codes))]
    public void Silent_for_code_that_runs(string sql) => Silent($"CREATE TABLE t (id bigint);\n{sql};");

    [Fact]
    public void Silent_for_other_languages() => Silent("CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ return 1 $$;");

    [Fact]
    public void Found_where_the_server_does_not_look() => Assert.Contains("check_function_bodies is off", Finds("""
        SET check_function_bodies = off;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 FRM [|t|] $$;
        """).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task The_server_refuses_and_takes_the_same(int major)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t (id bigint)");
        foreach (var sql in Wrong)
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync(sql.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
            Assert.Equal("42601", refused.SqlState);
        }

        foreach (var sql in Right)
        {
            await database.ExecuteAsync(sql);
            await database.ExecuteAsync("DO $$ BEGIN EXECUTE coalesce((SELECT string_agg(format('DROP ROUTINE %s', oid::regprocedure), ';') FROM pg_proc WHERE pronamespace = 'public'::regnamespace), 'SELECT 1'); END $$");
        }
    }
}
