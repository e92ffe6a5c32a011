namespace SchemaBuild.MSBuild.Tests.Application;

public sealed class RequiredColumnOmittedTests : ApplicationTest
{
    private const string Code = "SB3082";
    private const string Add = "TRUNCATE orders; ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL;";

    [Theory]
    [InlineData("INSERT INTO [|orders|] (user_id, note) VALUES (@user, @note)")]
    [InlineData("INSERT INTO [|orders|] DEFAULT VALUES")]
    [InlineData("INSERT INTO public.[|orders|] AS o (note) SELECT name FROM users ON CONFLICT DO NOTHING RETURNING id")]
    [InlineData("WITH made AS (INSERT INTO [|orders|] (note) VALUES ('')) SELECT 1")]
    [InlineData("COPY [|orders|] (user_id) FROM STDIN")]
    [InlineData("MERGE INTO [|orders|] USING users ON users.id = orders.user_id WHEN NOT MATCHED THEN INSERT (note) VALUES ('')")]
    public void By_a_statement(string sql) => Finds(Code, Add, Query(sql));

    [Theory]
    [InlineData("INSERT INTO orders (user_id, tenant_id) VALUES (@user, @tenant)")]
    [InlineData("INSERT INTO orders VALUES (1, 2, 'note', true, 3)")]
    [InlineData("UPDATE orders SET note = ''")]
    [InlineData("COPY orders (id) TO STDOUT")]
    [InlineData("INSERT INTO app.orders (note) VALUES ('')")]
    public void Silent_if_the_statement_gives_it_or_need_not(string sql) => Silent(Add, Query(sql));

    [Fact]
    public void Silent_if_the_columns_are_known_only_at_run_time() => Silent(Add, "class A { string Sql(string columns, string values) => $\"INSERT INTO orders (note, {columns}) VALUES ('', {values})\"; }");

    [Theory]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL DEFAULT 1;")]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint;")]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY;")]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL; ALTER TABLE orders ALTER COLUMN tenant_id SET DEFAULT 1;")]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL; ALTER TABLE orders ALTER COLUMN tenant_id DROP NOT NULL;")]
    [InlineData("CREATE DOMAIN tenant AS bigint DEFAULT 1; ALTER TABLE orders ADD COLUMN tenant_id tenant NOT NULL;")]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.tenant_id = 1; RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();")]
    public void Silent_if_something_fills_it_in_the_end(string migration) => Silent(migration, Query("INSERT INTO orders (note) VALUES ('')"));

    [Theory]
    [InlineData("ALTER TABLE orders ADD COLUMN tenant_id bigint DEFAULT 1; ALTER TABLE orders ALTER COLUMN tenant_id SET NOT NULL; ALTER TABLE orders ALTER COLUMN tenant_id DROP DEFAULT;")]
    [InlineData("ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL;")]
    public void However_it_became_required(string migration) => Finds(Code, migration, Query("INSERT INTO [|orders|] (note) VALUES ('')"));

    [Fact]
    public void By_a_class_that_is_mapped_to_the_table()
    {
        Finds(Code, Add, """[Table("orders")] class [|Order|] { public long Id { get; set; } public string? Note { get; set; } }""");
        Finds(Code, Add, "class Order : Entity { public string? Note { get; set; } }".Replace("class Order", "class [|Order|]", StringComparison.Ordinal),
            "class Shop : DbContext { public DbSet<Order> Orders { get; set; } void A(ModelBuilder model) => model.Entity<Order>().ToTable(\"orders\"); }", "abstract class Entity { public long Id { get; set; } }");
        Assert.StartsWith("Order maps public.orders without tenant_id, which is NOT NULL without a default since migrations/002_change.sql line 1: ", Message(Add, "[Table(\"orders\")] class Order { }"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Table(\"orders\")] class Order { public long TenantId { get; set; } }")]
    [InlineData("[Table(\"orders\")] class Order { [Column(\"tenant_id\")] public long Owner { get; set; } }")]
    [InlineData("[Table(\"orders\")] class Order { public Tenant Tenant { get; set; } }")]
    [InlineData("[Table(\"orders\")] record Order(long Id, long TenantId);")]
    [InlineData("[Table(\"orders\")] class Order : Outside { }")]
    [InlineData("[Table(\"orders\")] class Order : IEntity, Base { } class Base { public long TenantId { get; set; } }")]
    [InlineData("[Table(\"orders\"), Keyless] class Order { }")]
    [InlineData("[Table(\"orders\")] class Order { } class Special : Order { public long TenantId { get; set; } }")]
    [InlineData("[Table(\"orders\")] partial class Order { } partial class Order { public long TenantId { get; set; } }")]
    [InlineData("[Table(\"orders\")] class Order { } class M { void A(ModelBuilder m) => m.Entity<Order>().Property<long>(\"tenant_id\"); }")]
    [InlineData("class Order { } class M { void A(ModelBuilder m) => m.Entity<Order>().ToView(\"orders\"); }")]
    public void Silent_if_the_class_may_give_it(string file) => Silent(Add, file);
}
