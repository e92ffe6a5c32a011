using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class DataInMigrationTests() : RuleTest(new DataInMigration())
{
    private const string Before = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n--- next migration\n";

    [Fact]
    public void Found_once_for_a_table() => Finds(Before + """
        [|INSERT INTO users VALUES (1, 'Ann')|];
        INSERT INTO users VALUES (2, 'Bob');
        """);

    [Fact]
    public void Found_in_a_block() => Finds(Before + "DO $$ BEGIN [|INSERT INTO users VALUES (1, 'Ann')|]; END $$;");

    [Fact]
    public void Silent_for_a_table_of_the_same_file_and_for_a_temporary_one() => Silent("""
        CREATE TABLE users (id bigint);
        INSERT INTO users VALUES (1);
        CREATE TEMP TABLE t (id bigint);
        INSERT INTO t VALUES (1);
        """);

    [Fact]
    public void Silent_for_a_declared_backfill() => Silent(Before + """
        -- schemabuild:backfill
        INSERT INTO users VALUES (1, 'Ann') ON CONFLICT DO NOTHING;
        """);

    [Fact]
    public void Silent_for_changes() => Silent(Before + "UPDATE users SET name = '' WHERE id = 1;");
}
