using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class TimestampWithoutTimeZoneTests() : RuleTest(new TimestampWithoutTimeZone())
{
    [Theory]
    [InlineData("CREATE TABLE users ([|created|] timestamp);")]
    [InlineData("CREATE TABLE users ([|created|] timestamp(0) without time zone DEFAULT now());")]
    [InlineData("CREATE TABLE users ([|opens|] timetz);")]
    [InlineData("CREATE TABLE users (id bigint);\nALTER TABLE users ADD COLUMN [|created|] timestamp;")]
    public void Found_for_moments_without_a_zone(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE users (created timestamptz, seen timestamp with time zone, born date, wakes time);")]
    public void Silent_for_moments_days_and_hours(string sql) => Silent(sql);

    [Fact]
    public void One_finding_for_each_type() => Finds("""
        CREATE TABLE shops ([|opens|] timetz, [|made|] timestamp, changed timestamp(3));
        """);
}
