using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class UntrustedExtensionTests() : RuleTest(new UntrustedExtension())
{
    [Fact]
    public void Found_for_one_that_needs_a_superuser() => Finds("""
        [|CREATE EXTENSION IF NOT EXISTS pg_stat_statements|];
        """);

    [Fact]
    public void Silent_for_a_trusted_one() => Silent("""
        CREATE EXTENSION IF NOT EXISTS pgcrypto;
        CREATE EXTENSION citext;
        """);

    [Fact]
    public void Silent_for_one_that_nobody_here_knows() => Silent("""
        CREATE EXTENSION vector;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task No_server_trusts_one_of_the_list(int major)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        var trusted = await database.RowsAsync("SELECT name FROM pg_available_extension_versions WHERE trusted OR NOT superuser");
        Assert.NotEmpty(trusted);
        Assert.Empty(UntrustedExtension.Names.Intersect(trusted));
    }
}
