using System.IO.Compression;
using System.Xml.Linq;

namespace SchemaBuild.MSBuild.Tests.Packages;

public sealed class PackageContentTests(PackedFeed feed)
{
    [Fact]
    public async Task The_package_holds_the_task_and_all_that_MSBuild_does_not_bring()
    {
        await feed.ReadyAsync();
        using var package = ZipFile.OpenRead(feed.File("SchemaBuild"));
        var files = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.Superset(
            new HashSet<string>
            {
                "README.md", "build/SchemaBuild.props", "build/SchemaBuild.targets", "buildMultiTargeting/SchemaBuild.props", "buildMultiTargeting/SchemaBuild.targets",
                "tasks/net10.0/SchemaBuild.MSBuild.dll", "tasks/net10.0/SchemaBuild.MSBuild.deps.json", "tasks/net10.0/SchemaBuild.Analysis.dll",
                "tasks/net10.0/SchemaBuild.PgQuery.dll", "tasks/net10.0/Microsoft.CodeAnalysis.dll",
            },
            files.ToHashSet());
        Assert.Contains(files, file => file.StartsWith("tasks/net10.0/runtimes/", StringComparison.Ordinal) && file.Contains("/native/", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.StartsWith("buildTransitive", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains("Microsoft.Build.", StringComparison.Ordinal) || file.Contains("Npgsql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_runtime_library_of_the_same_version_comes_with_it()
    {
        await feed.ReadyAsync();
        using var package = ZipFile.OpenRead(feed.File("SchemaBuild"));
        using var stream = package.GetEntry("SchemaBuild.nuspec")!.Open();
        var nuspec = XDocument.Load(stream);

        var dependency = Assert.Single(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal(("SchemaBuild.Runtime", feed.Version), ((string)dependency.Attribute("id")!, (string)dependency.Attribute("version")!));
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "developmentDependency");
    }
}
