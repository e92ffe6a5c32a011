using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class BackfillUnderLockTests() : RuleTest(new BackfillUnderLock())
{
    [Fact]
    public void Found_for_a_column_that_is_filled_at_once() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|UPDATE users SET a = name WHERE a IS NULL|];
        """);

    [Fact]
    public void Found_for_a_copy_of_existing_rows() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|INSERT INTO orders (id) SELECT id FROM users|];
        """);

    [Fact]
    public void Found_in_a_block_at_the_statement() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        DO $$
        BEGIN
          ALTER TABLE users ADD COLUMN IF NOT EXISTS a text;
        END $$;
        DO $$
        BEGIN
          [|UPDATE users SET a = name|];
        END $$;
        """);

    [Fact]
    public void Silent_for_a_new_table() => Silent("""
        CREATE TABLE users (id bigint);
        ALTER TABLE users ADD COLUMN a text;
        UPDATE users SET a = '';
        """);

    [Fact]
    public void Silent_for_a_row_named_by_its_key() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        UPDATE users SET a = '' WHERE id = 1;
        """);

    [Fact]
    public void Silent_in_separate_migrations() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        --- next migration
        UPDATE users SET a = '';
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        [|UPDATE users SET a = name WHERE a IS NULL|];
        ALTER TABLE users ALTER COLUMN a SET DEFAULT '';
        """, major);

    /// <summary>create-table-as-in-tx</summary>
    [Theory]
    [InlineData("CREATE TABLE copies AS SELECT * FROM orders")]
    [InlineData("SELECT * INTO copies FROM orders")]
    [InlineData("CREATE MATERIALIZED VIEW copies AS SELECT * FROM orders")]
    public void Found_for_a_table_that_is_filled_behind_a_lock(string copy) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        ALTER TABLE orders ADD COLUMN archived boolean;
        [|{copy}|];
        """);

    /// <summary>create-table-as-in-tx: no lock is held, or nothing that is in use is read.</summary>
    [Theory]
    [InlineData("CREATE TABLE copies AS SELECT * FROM orders; ALTER TABLE copies ADD PRIMARY KEY (id)")]
    [InlineData("ALTER TABLE orders ADD COLUMN archived boolean; CREATE TABLE numbers AS SELECT generate_series(1, 10) AS n")]
    [InlineData("ALTER TABLE orders ADD COLUMN archived boolean; CREATE TABLE copies AS SELECT * FROM orders WITH NO DATA")]
    public void Silent_for_a_table_that_makes_nobody_wait(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        {change};
        """);

    [Fact]
    public void Found_within_a_block() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        DO $$ BEGIN
            ALTER TABLE orders ADD COLUMN extra text;
            [|UPDATE orders SET extra = note|];
        END $$;
        """);

    [Fact]
    public void Silent_where_the_block_changes_the_rows_first() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        DO $$ BEGIN
            UPDATE orders SET note = '';
            ALTER TABLE orders ADD COLUMN extra text;
        END $$;
        """);
}
