using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class DynamicSqlInjectionTests() : RuleTest(new DynamicSqlInjection())
{
    [Theory]
    [InlineData("EXECUTE [|'SELECT * FROM ' || tab|];")]
    [InlineData("EXECUTE [|'SELECT * FROM t WHERE name = ''' || $1 || ''''|];")]
    [InlineData("EXECUTE [|format('SELECT * FROM %s', tab)|];")]
    [InlineData("EXECUTE [|format('SELECT * FROM %I WHERE %2$s', 't', tab)|];")]
    [InlineData("EXECUTE [|format('SELECT %I', 't') || lower(tab)|];")]
    [InlineData("sql := 'SELECT * FROM ' || tab;\n  EXECUTE [|sql|];")]
    [InlineData("sql := tab; sql := 'SELECT ' || sql;\n  EXECUTE [|sql|] USING 1;")]
    [InlineData("FOR r IN EXECUTE [|concat('SELECT * FROM ', tab)|] LOOP NULL; END LOOP;")]
    [InlineData("RETURN QUERY EXECUTE [|'SELECT 1 FROM ' || tab::varchar|];")]
    [InlineData("EXECUTE [|'SELECT ' || (opts->>'columns')|];")]
    public void Found_for_a_parameter_that_gets_in_as_it_is(string code) => Finds(Function(code));

    [Theory]
    [InlineData("EXECUTE 'SELECT * FROM ' || quote_ident(tab);")]
    [InlineData("EXECUTE format('SELECT * FROM %I WHERE name = %L', tab, tab);")]
    [InlineData("EXECUTE format('SELECT * FROM %1$I, %1$I', tab);")]
    [InlineData("EXECUTE 'SELECT * FROM t WHERE name = $1' USING tab;")]
    [InlineData("EXECUTE 'SELECT * FROM ' || tab::regclass;")]
    [InlineData("EXECUTE 'SELECT ' || n;")]
    [InlineData("EXECUTE format('SELECT * FROM %s', reg);")]
    [InlineData("sql := tab; sql := 'SELECT 1';\n  EXECUTE sql;")]
    [InlineData("FOR r IN SELECT relname FROM pg_class LOOP EXECUTE 'ANALYZE ' || r.relname; END LOOP;")]
    [InlineData("IF tab = 'a' THEN EXECUTE 'SELECT 1'; END IF;")]
    [InlineData("EXECUTE CASE WHEN tab = 'a' THEN 'SELECT 1' ELSE 'SELECT 2' END;")]
    public void Silent_for_what_is_quoted_typed_or_constant(string code) => Silent(Function(code));

    [Fact]
    public void Silent_in_a_block_which_has_no_caller() => Silent("DO $$ DECLARE t text := 'a'; BEGIN EXECUTE 'ANALYZE ' || t; END $$;");

    private static string Function(string code) => $"""
        CREATE FUNCTION f(tab text, n int, reg regclass, opts jsonb) RETURNS SETOF int LANGUAGE plpgsql AS $$
        DECLARE sql text; r record;
        BEGIN
          {code}
        END $$;
        """;
}
