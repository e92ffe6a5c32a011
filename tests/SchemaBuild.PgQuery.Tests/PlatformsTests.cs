using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.PgQuery.Tests;

/// <summary>The native parsers of the platforms that a package is for: used where they can run, else their exports are looked at.</summary>
public sealed class PlatformsTests
{
    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("win-x64")]
    public async Task The_library_of_a_platform_parses(string platform)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "build/platforms.sh is for Linux.");
        Assert.SkipUnless(Directory.Exists(RepositoryRoot.Combine("artifacts", "native", platform)), $"The native parser of {platform} was not built here: 'bash build/platforms.sh {platform}' does.");

        var result = await Cli.Wrap("bash").WithArguments(["build/platforms.sh", "--check", platform]).WithWorkingDirectory(RepositoryRoot.Path)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsSuccess, result.StandardError);
        Assert.StartsWith($"{platform}: ", result.StandardOutput, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(result.StandardOutput);
    }
}
