using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SchemaBuild.Engine;
using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

/// <summary>What <c>docs/runner.md</c> shows works, and what there is to explain is on it.</summary>
public sealed partial class RunnerPageTests : DatabaseTest
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.Combine("docs", "runner.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_error_every_option_and_every_state_is_explained()
    {
        Assert.Equal(Enum.GetNames<MigrationError>().Order(), FirstCells("| error | what happened |").Order());
        Assert.Equal(
            typeof(ApplyOptions).GetProperties().Select(property => property.Name).Order(),
            FirstCells("| option | default |").SelectMany(cell => cell.Split("`, `")).Order());
        Assert.Equal(
            typeof(HistoryState).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(),
            FirstCells("| state | means |").Order());
        Assert.Equal(Enum.GetNames<PreflightCheck>().Order(), FirstCells("| check | finds |").Order());
        Assert.Equal(Enum.GetNames<StartupMode>().Order(), FirstCells("| mode | when the application starts |").Order());
        Assert.All(Enum.GetNames<DatabaseState>(), state => Assert.Contains($"`{state}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_SQL_runs()
    {
        await ApplyAsync(Migrations.Set);

        var blocks = Blocks("sql");
        Assert.NotEmpty(blocks);
        foreach (var sql in blocks)
            await Database.ExecuteAsync(sql);
        Assert.Contains($"classid = {RunLock.Namespace}", Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_code_is_the_code_below_which_runs()
    {
        var source = Lines(await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "SchemaBuild.Runtime.Tests", "RunnerPageTests.cs"), Cancellation));
        var blocks = Blocks("csharp");
        Assert.NotEmpty(blocks);
        Assert.All(blocks, code => Assert.Contains(Lines(code), source, StringComparison.Ordinal));

        await ApplyExampleAsync(Database.ConnectionString);
        await PoolerExampleAsync(Database.ConnectionString);
        await HostExampleAsync(Database.ConnectionString);
        await PreviewExampleAsync(Database.DataSource);
        Assert.Equal(["002"], (await RollbackExampleAsync(Database.DataSource)).RolledBack.Select(run => run.Migration.Version));
    }

    private static async Task ApplyExampleAsync(string connectionString)
    {
        using var loggers = NullLoggerFactory.Instance;
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        var result = await Migrations.ApplyAsync(dataSource, new ApplyOptions { LoggerFactory = loggers });
        Console.WriteLine($"{result.Applied.Count} applied, {result.AlreadyApplied} were there.");
    }

    private static async Task PoolerExampleAsync(string directConnectionString)
    {
        await using var direct = NpgsqlDataSource.Create(directConnectionString);
        await Migrations.ApplyAsync(direct);
    }

    private static async Task HostExampleAsync(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSchemaBuild(Migrations.Set, options => options.Mode = StartupMode.Wait);
        builder.Services.AddHealthChecks().AddCheck<SchemaBuildHealthCheck>("migrations");
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await host.StopAsync(Cancellation);
    }

    private static async Task PreviewExampleAsync(NpgsqlDataSource dataSource)
    {
        var preview = await Migrator.PreviewAsync(dataSource, Migrations.Set);
        foreach (var finding in preview.Findings) Console.WriteLine(finding.Message);
    }

    private static async Task<RollbackResult> RollbackExampleAsync(NpgsqlDataSource dataSource)
    {
        var undone = await Migrations.RollbackAsync(dataSource, to: Migrations.V001_CreateUsers);
        return undone;
    }

    private static IEnumerable<string> FirstCells(string head) => Page[Page.IndexOf(head, StringComparison.Ordinal)..].Split('\n').Skip(2)
        .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|')[1].Trim().Trim('`'));

    private static List<string> Blocks(string language) => [.. Fence().Matches(Page).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    private static string Lines(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    // As the build generates it.
    private static class Migrations
    {
        public static Migration V001_CreateUsers { get; } = Scripts.Migration("001_create_users.sql", "CREATE TABLE users (id int)");

        public static MigrationSet Set { get; } = Scripts.Set(
            V001_CreateUsers, Scripts.Migration("002_create_orders.sql", "CREATE TABLE orders (id int)").WithRollback("DROP TABLE orders"));

        public static Task<ApplyResult> ApplyAsync(NpgsqlDataSource dataSource, ApplyOptions? options = null) => Migrator.ApplyAsync(dataSource, Set, options, Cancellation);

        public static Task<RollbackResult> RollbackAsync(NpgsqlDataSource dataSource, Migration to) => Migrator.RollbackAsync(dataSource, Set, to, cancellationToken: Cancellation);
    }
}
