using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class CombineAltersTests() : RuleTest(new CombineAlters())
{
    [Fact]
    public void Found_for_two_rewrites() => Finds("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ALTER COLUMN visits TYPE numeric;
        [|ALTER TABLE users ALTER COLUMN id TYPE numeric|];
        """);

    [Fact]
    public void Silent_for_one() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ALTER COLUMN visits TYPE numeric, ALTER COLUMN id TYPE numeric;
        """);

    [Fact]
    public void Silent_for_two_tables() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
        --- next migration
        ALTER TABLE users ALTER COLUMN id TYPE numeric;
        ALTER TABLE orders ALTER COLUMN id TYPE numeric;
        """);

    [Fact]
    public void Silent_for_a_constraint_and_its_validation() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD CONSTRAINT c CHECK (visits > 0) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT c;
        """);

    [Fact]
    public void Silent_for_catalogue_changes() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text, visits bigint NOT NULL DEFAULT 0);
        --- next migration
        ALTER TABLE users ADD COLUMN a text;
        ALTER TABLE users ADD COLUMN b text;
        """);

    /// <summary>The second needs what is between the two.</summary>
    [Theory]
    [InlineData("UPDATE orders SET note = ''")]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT orders_pkey")]
    [InlineData("ALTER TABLE orders ALTER COLUMN token DROP DEFAULT")]
    public void Silent_where_something_between_them_parts_them(string between) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
        {between};
        ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
        """);
}
