using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class TruncatedNameTests() : RuleTest(new TruncatedName())
{
    private const string Long = "a_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three_bytes";

    [Fact]
    public void Found_once_for_a_name_and_for_one_that_is_cut_to_the_same() => Assert.Contains(Long[..63] + ":", Finds($"""
        CREATE TABLE [|{Long}|] (id bigint);
        ALTER TABLE {Long} ADD COLUMN a text;
        CREATE TABLE notes ([|"{Long}_2"|] bigint);
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Counts_bytes_and_not_characters() => Finds($"CREATE TABLE [|\"{new string('é', 32)}\"|] (id bigint);");

    [Fact]
    public void Silent_for_63_bytes_and_for_text() => Silent($"""
        CREATE TABLE {Long[..63]} (id bigint);
        -- {Long}
        SELECT '{Long}', $$ {Long} $$;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task The_server_takes_both_for_one(int major)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        await database.ExecuteAsync($"CREATE TABLE {Long} (id bigint)");
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync($"CREATE TABLE {Long}_2 (id bigint)"));
        Assert.Equal("42P07", refused.SqlState);
    }
}
