namespace SchemaBuild.PgQuery.Tests;

public sealed class PlPgSqlTests
{
    [Fact]
    public void The_sql_inside_a_function_is_found_with_its_line_and_kind()
    {
        var function = Assert.Single(PgQueryParser.ParsePlPgSql(
            """
            CREATE FUNCTION app.purge(day date) RETURNS SETOF text LANGUAGE plpgsql AS $$
            DECLARE
                kept int := (SELECT count(*) FROM app.kept);
                old CURSOR FOR SELECT id FROM app.old;
            BEGIN
                UPDATE app.users SET gone = true WHERE seen < day;
                FOR kept IN SELECT 1 LOOP
                    kept := kept + 1;
                END LOOP;
                IF kept > 0 THEN
                    DROP TABLE app.old;
                END IF;
                EXECUTE format('LOCK TABLE %I', kept) USING day;
                RETURN QUERY EXECUTE 'SELECT 1';
                RETURN QUERY SELECT 'é';
            EXCEPTION WHEN others THEN
                TRUNCATE app.kept;
            END $$
            """));

        Assert.Equal(
            [
                new PlPgSqlQuery("(SELECT count(*) FROM app.kept)", PlPgSqlQueryKind.Expression, "PLpgSQL_var", 3),
                new PlPgSqlQuery("SELECT id FROM app.old", PlPgSqlQueryKind.Statement, "PLpgSQL_var", 4),
                new PlPgSqlQuery("UPDATE app.users SET gone = true WHERE seen < day", PlPgSqlQueryKind.Statement, "PLpgSQL_stmt_execsql", 6),
                new PlPgSqlQuery("SELECT 1", PlPgSqlQueryKind.Statement, "PLpgSQL_stmt_fors", 7),
                new PlPgSqlQuery("kept := kept + 1", PlPgSqlQueryKind.Assignment, "PLpgSQL_stmt_assign", 8),
                new PlPgSqlQuery("kept > 0", PlPgSqlQueryKind.Expression, "PLpgSQL_stmt_if", 10),
                new PlPgSqlQuery("DROP TABLE app.old", PlPgSqlQueryKind.Statement, "PLpgSQL_stmt_execsql", 11),
                new PlPgSqlQuery("format('LOCK TABLE %I', kept)", PlPgSqlQueryKind.Dynamic, "PLpgSQL_stmt_dynexecute", 13),
                new PlPgSqlQuery("day", PlPgSqlQueryKind.Expression, "PLpgSQL_stmt_dynexecute", 13),
                new PlPgSqlQuery("'SELECT 1'", PlPgSqlQueryKind.Dynamic, "PLpgSQL_stmt_return_query", 14),
                new PlPgSqlQuery("SELECT 'é'", PlPgSqlQueryKind.Statement, "PLpgSQL_stmt_return_query", 15),
                new PlPgSqlQuery("TRUNCATE app.kept", PlPgSqlQueryKind.Statement, "PLpgSQL_stmt_execsql", 17),
            ],
            function.GetQueries());
    }

    [Fact]
    public void Lines_count_from_the_opening_quote()
    {
        var function = Assert.Single(PgQueryParser.ParsePlPgSql("\n\nDO $$\n\nBEGIN\n  COMMIT;\nEND $$"));

        Assert.Equal(3, function.Body.LineNumber);
        Assert.Equal(("PLpgSQL_stmt_commit", 4), (function.Body.GetNodes("body")[0].Type, function.Body.GetNodes("body")[0].LineNumber));
    }

    [Fact]
    public void Functions_procedures_and_blocks_come_in_order_and_other_languages_not()
    {
        var functions = PgQueryParser.ParsePlPgSql(
            """
            CREATE FUNCTION a() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM one; RETURN new; END';
            CREATE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE TABLE c (id int);
            CREATE PROCEDURE d() LANGUAGE plpgsql AS 'BEGIN DELETE FROM two; END';
            DO 'BEGIN DELETE FROM three; END';
            """);

        Assert.Equal(["DELETE FROM one", "DELETE FROM two", "DELETE FROM three"], functions.SelectMany(function => function.GetQueries()).Select(query => query.Text));
    }

    [Fact]
    public void Fields_are_read_by_name()
    {
        var function = Assert.Single(PgQueryParser.ParsePlPgSql("DO $$ BEGIN <<inner_block>> DECLARE x int; BEGIN SELECT 1 INTO STRICT x; END; END $$"));

        var inner = function.Body.GetNodes("body")[0];
        var select = inner.GetNodes("body")[0];
        Assert.Equal("inner_block", inner.GetText("label"));
        Assert.Equal(("true", "true", null), (select.GetText("into"), select.GetText("strict"), select.GetText("absent")));
        Assert.Equal("x", select.GetNode("target")?.GetNodes("fields")[0].GetText("name"));
        Assert.Contains(function.Datums, datum => datum.GetText("refname") == "x" && datum.GetNode("datatype")?.GetText("typname") == "int");
    }

    [Fact]
    public void An_error_in_a_body_has_the_servers_message()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.ParsePlPgSql("DO $$ BEGIN IF true THEN END $$"));

        Assert.Equal((PgQueryError.Syntax, -1), (error.Code, error.Position));
        Assert.StartsWith("syntax error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_around_a_body_has_a_position()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.ParsePlPgSql("DO 'BEGIN END' x"));

        Assert.Equal((PgQueryError.Syntax, 15), (error.Code, error.Position));
    }

    [Fact]
    public void A_body_nested_without_end_is_refused()
    {
        var body = HostileInputTests.Repeat("BEGIN ", 50_000) + HostileInputTests.Repeat("END;", 50_000);

        Assert.ThrowsAny<PgQueryException>(() => PgQueryParser.ParsePlPgSql($"DO $$ {body} $$"));
        Assert.Single(PgQueryParser.ParsePlPgSql("DO 'BEGIN END'"));
    }
}
