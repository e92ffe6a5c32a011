using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class ConstraintScanTests() : RuleTest(new ConstraintScan())
{
    private const string SetNotNull = """
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN note SET NOT NULL|];
        """;

    [Fact]
    public void Found_for_set_not_null()
    {
        var finding = Finds(SetNotNull);
        Assert.Contains("SET NOT NULL on note reads all of public.orders under ACCESS EXCLUSIVE", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ADD CONSTRAINT positive CHECK (id > 0)")]
    [InlineData("ADD CONSTRAINT parent_fk FOREIGN KEY (parent) REFERENCES orders (id)")]
    [InlineData("ADD COLUMN n integer CHECK (n > 0)")]
    public void Found_for_constraints_on_existing_rows(string change) => Finds($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint);
        --- next migration
        [|ALTER TABLE orders {change}|];
        """);

    [Theory]
    [InlineData("ADD CONSTRAINT positive CHECK (id > 0) NOT VALID")]
    [InlineData("ADD CONSTRAINT parent_fk FOREIGN KEY (parent) REFERENCES orders (id) NOT VALID")]
    [InlineData("ADD COLUMN other bigint REFERENCES orders (id)")]
    [InlineData("ALTER COLUMN id SET NOT NULL")]
    [InlineData("VALIDATE CONSTRAINT sane")]
    public void Silent_where_nothing_is_scanned_under_a_strong_lock(string change) => Silent($"""
        CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint);
        ALTER TABLE orders ADD CONSTRAINT sane CHECK (id < 100) NOT VALID;
        --- next migration
        ALTER TABLE orders {change};
        """);

    [Fact]
    public void Silent_for_set_not_null_that_a_validated_check_proves() => Silent("""
        CREATE TABLE orders (id bigint, note text);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT present CHECK (note IS NOT NULL AND id > 0) NOT VALID;
        --- next migration
        ALTER TABLE orders VALIDATE CONSTRAINT present;
        --- next migration
        ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
        """);

    [Fact]
    public void Found_when_an_unrelated_constraint_is_validated() => Finds("""
        CREATE TABLE orders (id bigint, note text);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
        --- next migration
        ALTER TABLE orders VALIDATE CONSTRAINT positive;
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN note SET NOT NULL|];
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_of_set_not_null_runs_and_gives_the_same_schema(int major) => ProvesRewrite(SetNotNull, major);

    [Fact]
    public void A_rewrite_of_one_command_is_not_taken_for_the_whole_statement()
    {
        var finding = Finds("""
            CREATE TABLE orders (id bigint, note text);
            --- next migration
            [|ALTER TABLE orders ADD COLUMN state int, ADD CONSTRAINT id_positive CHECK (id > 0)|];
            """);
        Assert.Contains("-- in place of this command alone", finding.Help, StringComparison.Ordinal);
        Assert.Contains("NOT VALID", finding.Help, StringComparison.Ordinal);
    }

    private const string Things = """
        CREATE DOMAIN code AS text;
        CREATE TABLE users (id bigint PRIMARY KEY);
        CREATE TABLE orders (id bigint, buyer bigint, code code, note text CONSTRAINT note_present CHECK (note IS NOT NULL));
        CREATE TABLE events (id bigint, day date, buyer bigint) PARTITION BY RANGE (day);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
        ALTER TABLE orders ADD CONSTRAINT buyer_present CHECK (buyer IS NOT NULL) NOT VALID;

        """;

    public static MatrixTheoryData<string, int> SafeWays { get; } = new(
        [
            "ALTER TABLE orders ADD PRIMARY KEY (id)",
            "ALTER TABLE events ADD PRIMARY KEY (id, day)",
            "ALTER TABLE events ADD FOREIGN KEY (buyer) REFERENCES users (id) ON DELETE SET NULL",
            "ALTER TABLE events ALTER COLUMN buyer SET NOT NULL",
            "ALTER TABLE events ADD CONSTRAINT positive CHECK (id > 0)",
            "ALTER TABLE orders ALTER COLUMN note SET NOT NULL, DROP CONSTRAINT note_present",
        ],
        PostgresServer.Majors.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(SafeWays))]
    public Task Rewrite_runs_and_gives_the_same_schema(string statement, int major) => ProvesRewrite($"{Things}--- next migration\n[|{statement}|];", major);

    /// <summary>A domain cannot be validated while writes go on, so the safe way ends with NOT VALID; a proof that is NOT VALID is valid in the end.</summary>
    public static MatrixTheoryData<string, int> OtherEnds { get; } = new(
        ["ALTER DOMAIN code ADD CHECK (VALUE <> '')", "ALTER DOMAIN code SET NOT NULL", "ALTER TABLE orders ALTER COLUMN buyer SET NOT NULL"], PostgresServer.Majors.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(OtherEnds))]
    public Task Rewrite_that_ends_otherwise_runs(string statement, int major) => ProvesRewrite($"{Things}--- next migration\n[|{statement}|];", major, givesSameSchema: false);

    [Fact]
    public void Says_that_a_dropped_check_would_have_been_the_proof() => Assert.Contains("were note_present not dropped in the same statement", Finds($"{Things}--- next migration\n[|ALTER TABLE orders DROP CONSTRAINT note_present, ALTER COLUMN note SET NOT NULL|];").Message, StringComparison.Ordinal);

    [Fact]
    public void Says_that_a_not_null_which_is_not_valid_needs_only_to_be_validated() => Assert.Contains("write VALIDATE CONSTRAINT present instead", Finds("""
        CREATE TABLE orders (id bigint);
        --- next migration
        ALTER TABLE orders ADD CONSTRAINT present NOT NULL id NOT VALID;
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN id SET NOT NULL|];
        """, major: 18).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN note SET NOT NULL;\nALTER TABLE orders DROP CONSTRAINT note_present;")]
    [InlineData("ALTER DOMAIN code ADD CHECK (VALUE <> '') NOT VALID;")]
    [InlineData("CREATE DOMAIN unused AS text;\nALTER DOMAIN unused SET NOT NULL;")]
    public void Silent_for(string migration) => Silent($"{Things}--- next migration\n{migration}");

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT ENFORCED")]
    [InlineData("ALTER TABLE orders ADD FOREIGN KEY (buyer) REFERENCES users NOT ENFORCED")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT present NOT NULL id NOT VALID")]
    public void Silent_on_PostgreSQL_18_for(string statement) => Silent($"{Things}--- next migration\n{statement};", major: 18);

    [Fact]
    public void Names_the_referenced_table_that_waits_too() => Assert.Contains("on it and on public.users, which it references, waits", Finds($"{Things}--- next migration\n[|ALTER TABLE orders ADD FOREIGN KEY (buyer) REFERENCES users|];").Message, StringComparison.Ordinal);

    /// <summary>attach-without-check, create-partition-with-default: the way with a CHECK, over all kinds of bounds that it can be written for.</summary>
    [Theory]
    [MemberData(nameof(Partitions))]
    public Task A_partition_comes_without_a_scan(int major, string before, string change) => ProvesRewrite($"""
        {before}
        --- next migration
        {change};
        """, major);

    public static TheoryData<int, string, string> Partitions()
    {
        const string Ranges = "CREATE TABLE readings (at date NOT NULL, value int) PARTITION BY RANGE (at); CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');";
        const string RangesWithRest = $"{Ranges} CREATE TABLE readings_rest PARTITION OF readings DEFAULT;";
        const string Lists = "CREATE TABLE regions (code text, value int) PARTITION BY LIST (code); CREATE TABLE regions_rest PARTITION OF regions DEFAULT;";
        var data = new TheoryData<int, string, string>();
        foreach (var major in PostgresServer.Majors.Select(row => (int)row.Data))
        {
            data.Add(major, RangesWithRest, "CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
            data.Add(major, Lists, "CREATE TABLE regions_o PARTITION OF regions FOR VALUES IN ('o''clock', 'x')");
            data.Add(major, $"{Ranges} CREATE TABLE readings_2 (at date NOT NULL, value int);", "ALTER TABLE readings ATTACH PARTITION readings_2 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
            data.Add(major, "CREATE TABLE numbers (n int) PARTITION BY RANGE (n); CREATE TABLE numbers_1 (n int);", "ALTER TABLE numbers ATTACH PARTITION numbers_1 FOR VALUES FROM (-5) TO (10)");
            data.Add(major, "CREATE TABLE regions (code text) PARTITION BY LIST (code); CREATE TABLE regions_o (code text NOT NULL);", "ALTER TABLE regions ATTACH PARTITION regions_o FOR VALUES IN ('o')");
        }

        return data;
    }

    [Fact]
    public void Silent_beside_a_default_partition_that_a_check_clears() => Silent("""
        CREATE TABLE regions (code text, value int) PARTITION BY LIST (code);
        CREATE TABLE regions_rest PARTITION OF regions DEFAULT;
        ALTER TABLE regions_rest ADD CONSTRAINT regions_rest_bound CHECK (code <> 'a' AND code <> 'b');
        --- next migration
        CREATE TABLE regions_ab PARTITION OF regions FOR VALUES IN ('a', 'b');
        """);

    [Fact]
    public void Found_where_the_check_clears_only_a_part_of_the_bound() => Finds("""
        CREATE TABLE readings (at date NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE readings_rest PARTITION OF readings DEFAULT;
        ALTER TABLE readings_rest ADD CONSTRAINT readings_rest_bound CHECK (at < '2026-01-01' OR at >= '2026-06-01');
        --- next migration
        [|CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')|];
        """);
}
