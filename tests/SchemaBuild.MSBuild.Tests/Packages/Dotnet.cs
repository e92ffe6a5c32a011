using CliWrap;
using CliWrap.Buffered;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>Runs the .NET SDK as a user would.</summary>
internal static class Dotnet
{
    // The host of this test run sets some of these for its own MSBuild; they would lead the new one astray.
    public static readonly Dictionary<string, string?> Environment = new()
    {
        ["MSBUILD_EXE_PATH"] = null,
        ["MSBuildExtensionsPath"] = null,
        ["MSBuildSDKsPath"] = null,
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",
    };

    public static Command Command(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        Cli.Wrap("dotnet").WithArguments(arguments).WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment is null ? Environment : new Dictionary<string, string?>([.. Environment.Where(pair => !environment.ContainsKey(pair.Key)), .. environment]));

    public static async Task<BufferedCommandResult> RunAsync(
        string folder, IReadOnlyList<string> arguments, CommandResultValidation validation = CommandResultValidation.None, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var result = await Command(folder, arguments, environment)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        if (validation == CommandResultValidation.ZeroExitCode && !result.IsSuccess)
            Assert.Fail($"dotnet {string.Join(' ', arguments)} failed:\n{result.StandardOutput}\n{result.StandardError}");
        return result;
    }
}
