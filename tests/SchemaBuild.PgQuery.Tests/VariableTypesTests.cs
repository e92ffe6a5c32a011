namespace SchemaBuild.PgQuery.Tests;

/// <summary>Variables of types that the parser does not know are read as the server reads them.</summary>
public sealed class VariableTypesTests
{
    [Theory]
    [InlineData("f() RETURNS void", "DECLARE r t%ROWTYPE; BEGIN r.a := 1; r.b[1] := 2; GET DIAGNOSTICS r.c = ROW_COUNT; END")]
    [InlineData("f() RETURNS void", "DECLARE r app.t%rowtype; x text; BEGIN r.count := x || '.' || x; SELECT 1, 2 INTO x, r.a; END")]
    [InlineData("f() RETURNS void", "<<block>> DECLARE r t%ROWTYPE; BEGIN block.r.a := 1; END")]
    [InlineData("f() RETURNS void", "DECLARE x t.pair%TYPE; BEGIN x.first := 1; END")]
    [InlineData("f() RETURNS void", "DECLARE x t.a%TYPE[]; y t%ROWTYPE[]; BEGIN x[1] := 1; y[1].a := 1; END")]
    [InlineData("f() RETURNS void", "DECLARE s mood; n int; BEGIN SELECT 1, 2 INTO s, n; SELECT 1, 2 INTO STRICT n, s; END")]
    [InlineData("f() RETURNS void", "DECLARE s app.mood DEFAULT 'x'; -- a ; b\n n int; BEGIN EXECUTE 'SELECT 1, 2' INTO n, s; END")]
    [InlineData("f() RETURNS void", "DECLARE \"S t\" mood[]; n geometry(Point, 4326); BEGIN SELECT 1, 2 INTO \"S t\", n; END")]
    [InlineData("f() RETURNS void", "DECLARE s CONSTANT mood := 'x'; BEGIN DECLARE s mood; n int; c CURSOR FOR SELECT 1; BEGIN FETCH c INTO s, n; END; END")]
    [InlineData("f() RETURNS void", "DECLARE s citext; n int; BEGIN FOR s, n IN SELECT 1, 2 LOOP NULL; END LOOP; END")]
    [InlineData("f() RETURNS void", "DECLARE s citext; BEGIN GET STACKED DIAGNOSTICS s = MESSAGE_TEXT; END")]
    [InlineData("f() RETURNS void", "DECLARE s citext COLLATE \"C\" := 'x'; BEGIN NULL; END")]
    [InlineData("f(a mood, OUT b mood, INOUT c int)", "BEGIN INSERT INTO t VALUES (a) RETURNING x, y INTO b, c; END")]
    [InlineData("f() RETURNS TABLE (b int, c app.mood)", "BEGIN FOR b, c IN SELECT 1, 2 LOOP RETURN NEXT; END LOOP; END")]
    [InlineData("f(a app.t.c%TYPE DEFAULT NULL, t.d%TYPE = 1) RETURNS t.c%TYPE", "DECLARE n int; BEGIN SELECT 1, 2 INTO a, n; RETURN a; END")]
    public void Accepted(string function, string body)
    {
        Assert.Single(PgQueryParser.ParsePlPgSql($"CREATE FUNCTION {function} LANGUAGE plpgsql AS $$ {body} $$"));
        Assert.Single(PgQueryParser.ParsePlPgSql($"CREATE FUNCTION {function} LANGUAGE plpgsql AS ' {body.Replace("'", "''", StringComparison.Ordinal)} '"));
    }

    [Theory]
    [InlineData("DECLARE r record; n int; BEGIN SELECT 1, 2 INTO r, n; END", "record variable cannot be part of multiple-item INTO list")]
    [InlineData("DECLARE n int; BEGIN r.a := 1; END", "\"r.a\" is not a known variable")]
    [InlineData("DECLARE s mood; BEGIN SELECT 1, 2 INTO s, n; END", "\"n\" is not a known variable")]
    [InlineData("DECLARE s mood; BEGIN SELECT 1, 2 INTO s, ; END", "syntax error at or near \";\"")]
    public void Refused(string body, string message) =>
        Assert.Equal(message, Assert.Throws<PgQueryException>(() => PgQueryParser.ParsePlPgSql($"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ {body} $$")).Message);
}
