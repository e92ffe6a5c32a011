using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class ForeignKeyWithoutIndexTests() : RuleTest(new ForeignKeyWithoutIndex())
{
    [Fact]
    public void Found_for_a_key_without_index() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        [|ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID|];
        """);

    [Fact]
    public void Found_in_create_table() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        [|CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users)|];
        """);

    [Fact]
    public void Found_where_the_column_is_not_the_first() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_region_user ON orders (region, user_id);
        --- next migration
        [|ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID|];
        """);

    [Fact]
    public void Found_for_a_partial_index() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id) WHERE region = 1;
        --- next migration
        [|ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID|];
        """);

    [Fact]
    public void Found_where_the_index_is_dropped_later() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);
        --- next migration
        [|ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID|];
        --- next migration
        DROP INDEX CONCURRENTLY orders_user_id;
        """);

    [Fact]
    public void Silent_with_an_index() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id, region);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
        """);

    [Fact]
    public void Silent_where_the_index_comes_in_a_later_file() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
        --- next migration
        CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);
        """);

    [Fact]
    public void Silent_for_an_index_that_leaves_only_null_out() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id) WHERE user_id IS NOT NULL;
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
        """);

    [Fact]
    public void Silent_for_both_orders_of_two_columns() => Silent("""
        CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE uses (id bigint PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES pairs (a, b));
        CREATE INDEX uses_b_a ON uses (b, a);
        """);

    [Fact]
    public void Silent_for_the_own_key() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users);
        """);

    [Fact]
    public void Silent_once_the_key_is_dropped() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
        --- next migration
        ALTER TABLE orders DROP CONSTRAINT orders_user;
        """);

    [Fact]
    public void Silent_on_a_table_that_no_migration_shows() => Silent("""
        ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
        """);

    [Fact]
    public void Silent_for_a_key_that_is_not_enforced() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, region int);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT ENFORCED;
        """, major: 18);

    [Fact]
    public void Advises_the_same_migration_for_a_new_table_and_one_of_its_own_for_another()
    {
        Assert.Contains("Create the index here, or CONCURRENTLY in a migration of its own once", Finds("""
            CREATE TABLE users (id bigint PRIMARY KEY);
            --- next migration
            [|CREATE TABLE tokens (id bigint PRIMARY KEY, user_id bigint REFERENCES users)|];
            """).Message, StringComparison.Ordinal);
        Assert.Contains("CONCURRENTLY, in a migration of its own", Finds("""
            CREATE TABLE users (id bigint PRIMARY KEY);
            CREATE TABLE tokens (id bigint PRIMARY KEY, user_id bigint);
            --- next migration
            [|ALTER TABLE tokens ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID|];
            """).Message, StringComparison.Ordinal);
    }
}
