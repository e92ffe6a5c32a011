using System.Text.Json;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests.Histories;

/// <summary>Nine real histories: each lints without a fault of ours and applies as psql applies it.</summary>
public sealed class CorporaTests
{
    private const int Major = 15;

    [Theory, MemberData(nameof(Corpora.Names), MemberType = typeof(Corpora))]
    public async Task Lints_without_an_internal_error(string name)
    {
        var corpus = Corpora.Get(name);

        var result = await Tool.RunProgramAsync(corpus.MigrationsFolder, "lint", "--format", "json", ".");

        Assert.DoesNotContain("SB0099", result.Output + result.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(corpus.Files.Count, json.RootElement.GetProperty("files").GetInt32());
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("severity").GetString()).ToList();
        Assert.Equal(findings.Contains("error") ? 1 : 0, result.ExitCode);
    }

    [Theory, MemberData(nameof(Corpora.Names), MemberType = typeof(Corpora))]
    public async Task Applies_from_zero_to_the_schema_that_psql_makes(string name)
    {
        var corpus = Corpora.Get(name);
        var server = await PostgresServer.GetAsync(Major);
        await using var expected = await server.CreateDatabaseAsync();
        await using var actual = await server.CreateDatabaseAsync();
        using var scratch = new ScratchFolder();
        if (corpus.Prelude is { } prelude)
        {
            await expected.RunPsqlAsync(prelude);
            await actual.RunPsqlAsync(prelude);
        }

        await PsqlReference.ApplyAsync(expected, corpus.Files, scratch);
        var result = await Tool.RunProgramAsync(corpus.Folder, "apply", "migrations", "--connection", actual.ConnectionString);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            [$"{corpus.Files.Count}|{corpus.Files.Count}"],
            await actual.RowsAsync("SELECT count(*), count(*) FILTER (WHERE length(checksum) = 64 AND NOT rolled_back) FROM public.schema_migrations"));
        Assert.Equal(await expected.DumpSchemaAsync(), await actual.DumpSchemaAsync("--exclude-table=public.schema_migrations", "--exclude-table=public.migration_steps*"));
    }
}
