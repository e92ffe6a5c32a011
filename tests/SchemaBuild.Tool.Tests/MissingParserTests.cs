using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

public sealed class MissingParserTests
{
    [Theory]
    [InlineData("lint")]
    [InlineData("effects")]
    [InlineData("plan")]
    public async Task Without_the_native_parser_one_coded_error_says_so(string command)
    {
        using var folder = new ScratchFolder();
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
        folder.Write("migrations/001_a.sql", "SELECT 1;");
        folder.Write("migrations/002_b.sql", "SELECT 2;");

        var result = await Cli.Wrap("dotnet").WithArguments(["schema-lint.dll", command]).WithWorkingDirectory(folder.Path)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (result.ExitCode, result.StandardOutput));
        Assert.StartsWith("schema-lint: error SB0105: ", Assert.Single(result.StandardError.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
