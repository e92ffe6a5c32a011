using System.Text;

namespace SchemaBuild.Analysis.Tests.Catalog;

public sealed class SchemaFileTests
{
    private const string Dump = """
        \restrict token
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE SCHEMA app;
        CREATE TABLE app.users (id bigint NOT NULL, email text);
        \unrestrict token

        """;

    [Fact]
    public void What_is_in_the_dump_exists_before_the_first_migration()
    {
        var result = Analyze(Dump, "CREATE INDEX users_email ON app.users (email);");
        var finding = Assert.Single(result.Findings);
        Assert.Equal("SB1001", finding.Rule.Code);
        Assert.Null(result.Statements[0].Error);
    }

    [Theory]
    [InlineData("ALTER TABLE app.orders ADD COLUMN a int;", "42P01")]
    [InlineData("DROP TABLE orders;", "42P01")]
    [InlineData("CREATE TABLE orders (id int); ALTER TABLE orders ADD COLUMN a int;", null)]
    [InlineData("ALTER TABLE users ADD COLUMN a int;", null)]
    [InlineData("CREATE VIEW v AS SELECT relname FROM pg_class;", null)]
    [InlineData("SET search_path = missing, app; CREATE TABLE t (id int); ALTER TABLE app.t ADD COLUMN a int;", null)]
    public void What_is_not_in_the_dump_does_not_exist(string sql, string? error) =>
        Assert.Equal(error, Analyze(Dump, sql).Statements[^1].Error);

    [Fact]
    public void An_extension_may_bring_relations_that_no_dump_shows() =>
        Assert.Null(Analyze("CREATE EXTENSION postgis;", "DROP TABLE spatial_ref_sys;").Statements[^1].Error);

    [Fact]
    public void Without_a_dump_everything_may_exist() =>
        Assert.Null(Analyze(null, "ALTER TABLE app.orders ADD COLUMN a int;").Statements[0].Error);

    [Theory]
    [InlineData("ALTER TABLE app.orders DROP COLUMN nope;", "42703")]
    [InlineData("ALTER TABLE app.orders DROP CONSTRAINT total_there;", null)]
    [InlineData("CLUSTER app.orders;", null)]
    [InlineData("ALTER TABLE app.orders ADD COLUMN v int GENERATED ALWAYS AS (id + 1) VIRTUAL;", "42601")]
    public void A_dump_of_a_newer_server_is_read_whatever_the_oldest_version_is(string sql, string? error) =>
        Assert.Equal(error, Analyze(NewerDump, sql).Statements[^1].Error);

    /// <summary>As pg_dump 18 writes it.</summary>
    private const string NewerDump = """
        \restrict token
        SET transaction_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE SCHEMA app;
        CREATE TABLE app.orders (
            id bigint NOT NULL,
            note text CONSTRAINT note_is_there NOT NULL,
            total numeric(10,2),
            doubled numeric GENERATED ALWAYS AS ((total * (2)::numeric)),
            CONSTRAINT total_positive CHECK ((total > (0)::numeric)) NOT ENFORCED
        );
        ALTER TABLE ONLY app.orders ALTER COLUMN note SET STATISTICS 200;
        ALTER TABLE app.orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
            SEQUENCE NAME app.orders_id_seq
            START WITH 1
            CACHE 1
        );
        ALTER TABLE ONLY app.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
        ALTER TABLE app.orders ADD CONSTRAINT total_there NOT NULL total NOT VALID;
        ALTER TABLE app.orders CLUSTER ON orders_pkey;
        \unrestrict token

        """;

    [Fact]
    public void A_dump_that_is_no_SQL_is_an_error_at_its_place()
    {
        var finding = Assert.Single(Analyze("\\restrict x\n\\echo hello\n", "SELECT 1;").Findings);
        Assert.Equal(("SB0009", "schema.sql", 2), (finding.Rule.Code, finding.File, finding.Line));
    }

    private static AnalysisResult Analyze(string? dump, string sql) => MigrationAnalyzer.Analyze(
        [new MigrationInput("1_x.sql", "1_x.sql", Encoding.UTF8.GetBytes(sql))],
        new AnalysisOptions
        {
            ReportStatements = true,
            SchemaFile = dump is null ? null : new MigrationInput("schema.sql", "schema.sql", Encoding.UTF8.GetBytes(dump)),
        });
}
