using CliWrap;
using CliWrap.Buffered;
using Npgsql;

namespace SchemaBuild.SideBySide.Tools;

/// <summary>The program of the npm package; DBMATE says where it is.</summary>
internal sealed class DbmateTool : Tool
{
    private static readonly Lazy<string> Path = new(() => Environment.GetEnvironmentVariable("DBMATE") ?? "dbmate");
    private static readonly Lazy<string> Number = new(() => Cli.Wrap(Path.Value).WithArguments("--version").ExecuteBufferedAsync().GetAwaiter().GetResult().StandardOutput.Split(' ')[^1].Trim());

    public override string Name => "dbmate";

    public override string Version => Number.Value;

    public override Task MigrateAsync(string connectionString, string set) => WithFilesAsync(set,
        script => ($"{script.Version}_{script.Name}.sql", $"-- migrate:up{(script.IsAlone ? " transaction:false" : "")}\n{script.Sql}\n-- migrate:down\n"),
        async folder =>
        {
            var server = new NpgsqlConnectionStringBuilder(connectionString);
            await Cli.Wrap(Path.Value).WithArguments(["--no-dump-schema", "--migrations-dir", folder,
                "--url", $"postgres://{server.Username}:{server.Password}@{server.Host}:{server.Port}/{server.Database}?sslmode=disable", "migrate"]).ExecuteBufferedAsync();
            return 0;
        });
}
