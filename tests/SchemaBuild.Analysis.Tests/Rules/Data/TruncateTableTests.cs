using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class TruncateTableTests() : RuleTest(new TruncateTable())
{
    [Fact]
    public void Found_for_a_table_of_an_earlier_migration() => Finds("""
            CREATE TABLE t (id int);
            --- next migration
            [|TRUNCATE t|];
            """);

    [Fact]
    public void Found_for_a_table_that_no_migration_shows() => Finds("""
            [|TRUNCATE legacy|];
            """);

    [Fact]
    public void Silent_for_a_new_table() => Silent("""
            CREATE TABLE t (id int);
            TRUNCATE t;
            """);

    [Fact]
    public void Silent_for_a_temporary_table() => Silent("""
            CREATE TEMP TABLE t (id int);
            COMMIT;
            TRUNCATE t;
            """);

    [Fact]
    public void Names_every_table_that_cascade_empties()
    {
        var result = MigrationAnalyzer.Analyze([
            new("migrations/001_a.sql", "001_a.sql", "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int REFERENCES t);"u8.ToArray()),
            new("migrations/002_b.sql", "002_b.sql", "TRUNCATE t CASCADE;"u8.ToArray())]);
        Assert.Equal(["public.t", "public.u"], Of(result).SelectMany(finding => finding.Relations));
    }
}
