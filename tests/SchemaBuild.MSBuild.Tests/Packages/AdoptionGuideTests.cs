using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>docs/adoption.md, word for word, in an empty folder.</summary>
public sealed partial class AdoptionGuideTests(PackedFeed feed)
{
    [Fact]
    public async Task The_guide_does_what_it_says()
    {
        await feed.ReadyAsync();
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = new ScratchFolder();
        folder.Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{feed.Folder}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="user" value="{TestProject.UserPackages()}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{feed.PackagesFolder}" /></config>
            </configuration>
            """);
        folder.Write("guide/.keep", "");
        File.Delete(folder.Combine("guide", ".keep"));

        // One shell for all, as a reader has: it remembers the folder.
        var script = new System.Text.StringBuilder("exec 2>&1\n");
        var blocks = Blocks().Matches(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "adoption.md"), TestContext.Current.CancellationToken))
            .Select(match => (Language: match.Groups["language"].Value, Text: match.Groups["text"].Value)).ToList();
        foreach (var (block, i) in blocks.Select((block, i) => (block, i)))
        {
            if (block.Language == "text") continue;
            script.Append("(exit 0)\nset -e\n").Append(block.Language == "sh fails" ? "set +e\n" : "").Append(block.Text)
                .Append(block.Language == "sh fails" ? "[ $? != 0 ] || { echo 'should have failed'; exit 9; }\n" : "").Append("echo '== end ").Append(i).Append("'\n");
        }

        var environment = new Dictionary<string, string?>(Dotnet.Environment) { ["DATABASE"] = database.ConnectionString, ["NUGET_PACKAGES"] = null, ["NuGetAudit"] = "false" };
        var result = await Cli.Wrap("bash").WithArguments(["-c", script.ToString()]).WithWorkingDirectory(folder.Combine("guide")).WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsSuccess, result.StandardOutput);
        var from = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            var end = result.StandardOutput.IndexOf($"== end {i}\n", from, StringComparison.Ordinal);
            if (blocks[i].Language != "text")
            {
                Assert.True(end >= 0, result.StandardOutput);
                continue;
            }

            // What the commands before it have printed.
            var said = result.StandardOutput[from..result.StandardOutput.IndexOf($"== end {i - 1}\n", StringComparison.Ordinal)];
            Assert.All(blocks[i].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line.Trim(), said, StringComparison.Ordinal));
            from = result.StandardOutput.IndexOf($"== end {i - 1}\n", StringComparison.Ordinal);
        }

        Assert.True(result.StandardOutput.IndexOf("SB0032", StringComparison.Ordinal) < result.StandardOutput.IndexOf("SB1001", StringComparison.Ordinal), "The advice comes first.");
    }

    [GeneratedRegex(@"^```(?<language>sh fails|sh|text)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
