using System.IO.Compression;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>The package from outside: packed, installed, run.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly ScratchFolder _feed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await DotnetAsync(
        RepositoryRoot.Path, "pack", "src/SchemaBuild.Tool", "-c", "Release", "-o", _feed.Path, "--nologo", "-v", "quiet", "-m:1");

    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_installs_as_a_tool_and_lints_here_and_everywhere()
    {
        using var folder = ShopMigrations.Create();
        var any = folder.Combine("any");
        await DotnetAsync(folder.Path, "tool", "install", "schema-lint", "--tool-path", "tools", "--source", _feed.Path);
        await ZipFile.ExtractToDirectoryAsync(Directory.GetFiles(_feed.Path, "schema-lint.any.*.nupkg").Single(), any, Cancellation);

        // JSON goes through code that the native compiler might have cut away.
        foreach (var args in (string[][])[["lint"], ["lint", "--format", "sarif"], ["effects", "--format", "json"], ["explain", "SB1001"]])
        {
            var expected = await Tool.RunAsync(folder, args);
            Assert.Equal(expected, await RunAsync(folder.Combine("tools", "schema-lint"), args));
            Assert.Equal(expected, await RunAsync("dotnet", [Path.Combine(any, "tools", "net10.0", "any", "schema-lint.dll"), .. args]));
        }

        Assert.Empty(Directory.GetFiles(any, "*.pdb", SearchOption.AllDirectories));

        async Task<ToolResult> RunAsync(string program, params string[] args)
        {
            var result = await Cli.Wrap(program).WithArguments(args).WithWorkingDirectory(folder.Path).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Encoding.UTF8, Cancellation);
            return new ToolResult(result.ExitCode, result.StandardOutput, result.StandardError);
        }
    }

    private static async Task DotnetAsync(string folder, params string[] args)
    {
        var result = await Cli.Wrap("dotnet").WithArguments(args).WithWorkingDirectory(folder).WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(variables => variables.Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Set("MSBUILDDISABLENODEREUSE", "1"))
            .ExecuteBufferedAsync(Encoding.UTF8, Cancellation);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', args)} failed:\n{result.StandardOutput}{result.StandardError}");
    }
}
