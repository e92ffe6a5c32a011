namespace SchemaBuild.MSBuild.Tests.Application;

public sealed class RemovedColumnInUseTests : ApplicationTest
{
    private const string Code = "SB3081";
    private const string Drop = "ALTER TABLE users DROP COLUMN legacy_status;";

    [Theory]
    [InlineData("SELECT id, [|legacy_status|] FROM users")]
    [InlineData("select u.[|legacy_status|] from users u join orders o on o.user_id = u.id")]
    [InlineData("SELECT u.[|Legacy_Status|] FROM public.users AS u")]
    [InlineData("SELECT id FROM users WHERE [|legacy_status|] = @status AND tags @> :tags")]
    [InlineData("SELECT id FROM users WHERE id=@id AND [|legacy_status|]=@legacy_status")]
    [InlineData("INSERT INTO users (name, [|legacy_status|]) VALUES ($1, $2)")]
    [InlineData("UPDATE users SET [|legacy_status|] = 'legacy_status' WHERE id = @id")]
    [InlineData("DELETE FROM users WHERE [|legacy_status|] IS NULL RETURNING id")]
    [InlineData("SELECT name FROM orders o JOIN users ON users.id = o.user_id ORDER BY [|legacy_status|]")]
    [InlineData("WITH recent AS (SELECT * FROM orders) SELECT [|legacy_status|] FROM users JOIN recent ON recent.user_id = users.id")]
    [InlineData("-- größe\nSELECT 'ä', [|legacy_status|] FROM users")]
    [InlineData("SELECT 1; SELECT [|legacy_status|] FROM users;")]
    [InlineData("SELECT [|legacy_status|] FROM users WHERE id = {0}")]
    public void In_a_statement(string sql) => Finds(Code, Drop, Query(sql));

    [Theory]
    [InlineData("SELECT id, name FROM users")]
    [InlineData("SELECT a.legacy_status FROM app.audit a JOIN users u ON u.id = a.id")]
    [InlineData("SELECT legacy_status FROM users, app.audit")]
    [InlineData("SELECT legacy_status FROM users, somewhere_else")]
    [InlineData("SELECT legacy_status FROM users, json_to_record('{}') AS x(legacy_status text)")]
    [InlineData("SELECT name AS legacy_status FROM users ORDER BY legacy_status")]
    [InlineData("WITH s AS (SELECT name AS legacy_status FROM users) SELECT legacy_status FROM s")]
    [InlineData("WITH s(legacy_status) AS (SELECT name FROM users) SELECT legacy_status FROM s")]
    [InlineData("WITH users AS (SELECT 1 AS id) SELECT users.legacy_status FROM users")]
    [InlineData("SELECT id FROM users WHERE name = 'legacy_status' OR id = @legacy_status")]
    [InlineData("ALTER TABLE users DROP COLUMN legacy_status")]
    [InlineData("CREATE TEMP TABLE users (legacy_status text); INSERT INTO users (legacy_status) VALUES ('a')")]
    [InlineData("The legacy_status of users is gone.")]
    [InlineData("Select legacy_status from the list of users, please")]
    public void Silent_if_something_else_explains_the_name(string text) => Silent(Drop, Query(text));

    [Fact]
    public void A_string_may_be_written_in_any_way() => Finds(Code, Drop, """"
        class Queries
        {
            const string Columns = "id, \"name\", [|legacy_status|]";
            string Regular = "SELECT\t\"id\",\n[|legacy_status|] FROM users";
            string Verbatim = @"SELECT ""id"", [|legacy_status|]
                FROM users";
            string Sum => "SELECT id, " + "[|legacy_status|] " + "FROM users";
            string OfConstants => $"SELECT {Columns} FROM users";
            byte[] Raw(int id) => Encoding.GetBytes($"""
                SELECT id,
                    u.[|legacy_status|]
                FROM users u WHERE id = {id}
                """);
            string Named() => $"UPDATE users SET {nameof([|legacy_status|])} = {1}";
            string Holes(string schema, string order) => $@"SELECT u.[|legacy_status|] FROM {schema}.users u ORDER BY {order}";
            string Twice => "UPDATE users SET [|legacy_status|] = coalesce([|legacy_status|], '')";
        }
        """");

    [Theory]
    [InlineData("""$"SELECT legacy_status FROM users {joins}" """)]
    [InlineData("""$"SELECT u.legacy_status FROM {prefix}users u" """)]
    [InlineData("""$"SELECT legacy_status FROM {table}" """)]
    [InlineData(""" "SELECT legacy_status FROM users " + joins """)]
    public void Silent_if_what_is_not_known_may_explain_it(string expression) => Silent(Drop, $"class Queries {{ string Sql(string joins, string prefix, string table) => {expression}; }}");

    [Fact]
    public void Of_a_renamed_column_the_new_name_is_said()
    {
        const string Rename = "ALTER TABLE users RENAME COLUMN legacy_status TO status;";
        Finds(Code, Rename, Query("SELECT [|legacy_status|], status FROM users"));
        Assert.Equal(
            "legacy_status of public.users is called status since migrations/002_change.sql line 1: statements that name it fail with 42703 as soon as that migration has run. Write status here.",
            Message(Rename, Query("SELECT legacy_status FROM users")));
    }

    [Theory]
    [InlineData("ALTER TABLE users DROP COLUMN legacy_status; ALTER TABLE users ADD COLUMN legacy_status int;")]
    [InlineData("ALTER TABLE users ADD COLUMN x int; ALTER TABLE users DROP COLUMN x;")]
    [InlineData("ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people;")]
    public void Silent_if_the_column_exists_in_the_end(string migration) => Silent(migration, Query("SELECT legacy_status FROM users"));

    [Fact]
    public void A_table_that_is_made_anew_without_it() =>
        Finds(Code, "DROP TABLE users; CREATE TABLE users (id bigint);", Query("SELECT id, [|legacy_status|] FROM users"));

    [Fact]
    public void In_attributes_of_a_mapped_class()
    {
        Finds(Code, Drop, """
            [Table("users")]
            class User
            {
                public long Id { get; set; }
                [Column([|"legacy_status"|])] public string? Status { get; set; }
                [Column(Name = [|"legacy_status"|], IsPrimaryKey = false)] public string? Linq { get; set; }
            }

            [Table("audit", Schema = "app")]
            class Audit
            {
                [Column("legacy_status")] public string? Status { get; set; }
            }
            """);
        // Another table has it, and which one this class is of is not known.
        Silent(Drop, "class Unknown { [Column(\"legacy_status\")] public string? Status { get; set; } }");
        Finds(Code, "ALTER TABLE users DROP COLUMN born;", "class Unknown { [Column([|\"born\"|])] public DateOnly Born { get; set; } }");
    }

    [Fact]
    public void In_a_fluent_model_over_several_files() => Finds(
        Code,
        Drop,
        "class User { public long Id { get; set; } public string? Status { get; set; } }",
        """
        class Shop : DbContext
        {
            protected override void OnModelCreating(ModelBuilder model)
            {
                model.Entity<User>().ToTable("users");
                model.Entity<User>(user => user.Property(x => x.Status).HasColumnName([|"legacy_status"|]));
                model.Entity<Audit>().ToTable("audit", "app").Property(x => x.Status).HasColumnName("legacy_status");
                model.Entity<Audit>().OwnsOne(x => x.Owner, owner => owner.Property(x => x.Status).HasColumnName("legacy_status"));
            }
        }
        """,
        """
        class UserConfiguration : IEntityTypeConfiguration<User>
        {
            public void Configure(EntityTypeBuilder<User> builder) => builder.Property(user => user.Status).HasColumnName([|"legacy_status"|]);
        }
        """);

    [Fact]
    public void By_the_conventions_of_a_model()
    {
        const string SnakeCase = "class Shop : DbContext { public DbSet<User> Users { get; set; } void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention(); }";
        Finds(Code, Drop, SnakeCase, "class User { public string? [|LegacyStatus|] { get; set; } public string Computed => LegacyStatus; }");
        Silent(Drop, SnakeCase, "class User { [NotMapped] public string? LegacyStatus { get; set; } }");
        Silent(Drop, SnakeCase, "class User { public string? LegacyStatus => null; }");
        Silent(Drop, SnakeCase.Replace("UseSnake", "UseOther", StringComparison.Ordinal), "class User { public string? LegacyStatus { get; set; } }");
        Finds(Code, "ALTER TABLE orders DROP COLUMN \"LegacyFlag\";", "[Table(\"orders\")] record Order(long Id, bool [|LegacyFlag|]);");
    }

    [Fact]
    public void Columns_that_are_read_by_name()
    {
        const string Migration = "ALTER TABLE users DROP COLUMN born;";
        Finds(Code, Migration, "class A { void B(DbDataReader reader) => reader.GetDateTime(reader.GetOrdinal([|\"born\"|])); }");
        Silent(Migration, "class A { const string Sql = \"SELECT now() AS born\"; void B(DbDataReader reader) => reader.GetDateTime(reader.GetOrdinal(\"born\")); }");
        Silent(Drop, "class A { void B(DbDataReader reader) => reader.GetString(reader.GetOrdinal(\"legacy_status\")); }");
    }

    [Theory]
    [InlineData("// <auto-generated/>\nclass A { string B = \"SELECT legacy_status FROM users\"; }")]
    [InlineData("#pragma warning disable SB3081\nclass A { string B = \"SELECT legacy_status FROM users\"; }")]
    [InlineData("#if NEVER\nclass A { string B = \"SELECT legacy_status FROM users\"; }\n#endif")]
    [InlineData("[Migration(\"2024_first\")] class First { void Up() => Sql(\"UPDATE users SET legacy_status = ''\"); }")]
    [InlineData("class First : Migration { void Up() => Sql(\"UPDATE users SET legacy_status = ''\"); }")]
    [InlineData("// SELECT legacy_status FROM users\nclass A { }")]
    [InlineData("[Obsolete(\"SELECT legacy_status FROM users\")] class A { }")]
    public void Silent_where_nobody_would_change_it(string file) => Silent(Drop, file);

    [Fact]
    public void Found_again_after_the_pragma_is_restored() => Finds(Code, Drop, """
        #pragma warning disable SB3081 // until the next release
        class A { string B = "SELECT legacy_status FROM users"; }
        #pragma warning restore SB3081
        class C { string B = "SELECT [|legacy_status|] FROM users"; }
        """);

    [Theory]
    [InlineData("class A { string B = \"SELECT [|legacy_status|] FROM users\" ; void }")]
    [InlineData("class A { string B = $\"SELECT [|legacy_status|] FROM users WHERE id = {x}\"")]
    public void Code_that_does_not_compile_is_read_all_the_same(string file) => Finds(Code, Drop, file);
}
