namespace SchemaBuild.MSBuild.Tests.Application;

public sealed class RemovedTableInUseTests : ApplicationTest
{
    private const string Code = "SB3080";
    private const string Drop = "DROP TABLE old_carts;";

    [Theory]
    [InlineData("SELECT * FROM [|old_carts|]")]
    [InlineData("SELECT 1 FROM users u LEFT JOIN public.[|old_carts|] c ON c.user_id = u.id")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT FROM [|Old_Carts|] WHERE id = @id)")]
    [InlineData("INSERT INTO [|old_carts|] (id) VALUES (@id)")]
    [InlineData("UPDATE [|old_carts|] SET user_id = 1")]
    [InlineData("DELETE FROM [|old_carts|]")]
    [InlineData("TRUNCATE [|old_carts|]")]
    [InlineData("COPY [|old_carts|] (id) FROM STDIN (FORMAT BINARY)")]
    [InlineData("MERGE INTO users USING [|old_carts|] ON users.id = old_carts.user_id WHEN MATCHED THEN DO NOTHING")]
    public void In_a_statement(string sql) => Finds(Code, Drop, Query(sql));

    [Theory]
    [InlineData("WITH old_carts AS (SELECT 1) SELECT * FROM old_carts")]
    [InlineData("SELECT * FROM app.old_carts")]
    [InlineData("SELECT old_carts.id FROM orders AS old_carts")]
    [InlineData("DROP TABLE IF EXISTS old_carts")]
    [InlineData("Delete old_carts")]
    public void Silent_if_something_else_explains_the_name(string text) => Silent(Drop, Query(text));

    [Theory]
    [InlineData("ALTER TABLE old_carts SET SCHEMA app;")]
    [InlineData("ALTER TABLE old_carts RENAME TO carts; CREATE VIEW old_carts AS SELECT * FROM carts;")]
    [InlineData("DROP TABLE old_carts; CREATE TABLE old_carts (id bigint);")]
    [InlineData("CREATE TEMP TABLE orders (id int); DROP TABLE orders;")]
    public void Silent_if_the_name_means_something_in_the_end(string migration) => Silent(migration, Query("SELECT * FROM old_carts, orders"));

    [Fact]
    public void Of_a_renamed_table_the_new_name_is_said()
    {
        Finds(Code, "ALTER TABLE old_carts RENAME TO carts;", Query("SELECT * FROM [|old_carts|] JOIN carts USING (id)"));
        Assert.StartsWith("public.old_carts is called public.carts since migrations/002_change.sql line 2: ", Message("\nALTER TABLE old_carts RENAME TO carts;", Query("SELECT * FROM old_carts")), StringComparison.Ordinal);
    }

    [Fact]
    public void In_attributes_and_models() => Finds(
        Code,
        Drop,
        "[Table([|\"old_carts\"|])] class Cart { }",
        "[System.ComponentModel.DataAnnotations.Schema.TableAttribute(Name = [|\"old_carts\"|])] class Cart2 { }",
        "class Shop : DbContext { void Configure(ModelBuilder model) { model.Entity<Cart3>().ToTable([|\"old_carts\"|]); model.Entity<Cart4>().ToTable(\"old_carts\", \"app\"); } }",
        "class Maps { void Map(MappingSchema schema) => new FluentMappingBuilder(schema).Entity<Cart5>().HasTableName([|\"old_carts\"|]); }");

    [Fact]
    public void By_the_conventions_of_a_model()
    {
        const string SnakeCase = "class Shop : DbContext { public DbSet<Cart> [|OldCarts|] { get; set; } void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention(); }";
        Finds(Code, Drop, SnakeCase, "class Cart { }");
        Silent(Drop, SnakeCase.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), "[Table(\"carts\")] class Cart { }");
        Silent(Drop, "class Shop : DbContext { public DbSet<Cart> OldCarts { get; set; } }");
    }
}
