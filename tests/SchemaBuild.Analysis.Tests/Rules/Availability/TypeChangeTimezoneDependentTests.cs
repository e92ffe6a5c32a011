using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class TypeChangeTimezoneDependentTests() : RuleTest(new TypeChangeTimezoneDependent())
{
    private const string Table = """
        CREATE TABLE orders (id bigint PRIMARY KEY, made timestamp, seen timestamptz);
        --- next migration

        """;

    private const string ToZone = Table + "[|ALTER TABLE orders ALTER COLUMN made TYPE timestamptz|];";

    [Fact]
    public void Found_where_the_migration_does_not_say_the_zone()
    {
        var finding = Finds(ToZone);
        Assert.Contains("in UTC the rows stay as they are", finding.Message, StringComparison.Ordinal);
        Assert.Contains("SET LOCAL TimeZone = 'UTC'", finding.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_the_other_way_round() => Finds($"{Table}[|ALTER TABLE orders ALTER COLUMN seen TYPE timestamp|];");

    [Theory]
    [InlineData("SET LOCAL timezone = 'UTC';\nALTER TABLE orders ALTER COLUMN made TYPE timestamptz;")]
    [InlineData("SET TIME ZONE 'UTC';\nALTER TABLE orders ALTER COLUMN made TYPE timestamptz;")]
    [InlineData("ALTER TABLE orders ALTER COLUMN made TYPE timestamptz USING made AT TIME ZONE 'Europe/Berlin';")]
    [InlineData("ALTER TABLE orders ALTER COLUMN made TYPE timestamp(6);")]
    [InlineData("CREATE TABLE notes (made timestamp);\nALTER TABLE notes ALTER COLUMN made TYPE timestamptz;")]
    public void Silent_for(string migration) => Silent(Table + migration);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite(ToZone, major);
}
