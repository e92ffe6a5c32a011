using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;
using SchemaBuild.Testing;

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
                "README.md", "THIRD-PARTY-NOTICES.txt", "icon.png", "build/SchemaBuild.props", "build/SchemaBuild.targets", "buildMultiTargeting/SchemaBuild.props", "buildMultiTargeting/SchemaBuild.targets",
                "tasks/net10.0/SchemaBuild.MSBuild.dll", "tasks/net10.0/SchemaBuild.MSBuild.deps.json", "tasks/net10.0/SchemaBuild.Analysis.dll",
                "tasks/net10.0/SchemaBuild.PgQuery.dll", "tasks/net10.0/Microsoft.CodeAnalysis.dll", "tasks/net10.0/Microsoft.CodeAnalysis.CSharp.dll",
            },
            files.ToHashSet());
        var platforms = Directory.GetDirectories(RepositoryRoot.Combine("artifacts", "native")).Select(folder => Path.GetFileName(folder)).Where(name => name[0] != '.').ToList();
        Assert.NotEmpty(platforms);
        Assert.All(platforms, platform => Assert.Contains(files, file => file.StartsWith($"tasks/net10.0/runtimes/{platform}/native/", StringComparison.Ordinal)));
        Assert.DoesNotContain(files, file => file.StartsWith("buildTransitive", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains("Microsoft.Build.", StringComparison.Ordinal) || file.Contains("Npgsql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_packs_are_the_same_bytes()
    {
        var again = await feed.PackAgainAsync();

        var packages = Directory.GetFiles(feed.Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(3, packages.Count);    // the symbols of the task are in its assembly
        Assert.Equal(packages, Directory.GetFiles(again).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(packages, package => Assert.Equal(Hash(feed.Folder, package), Hash(again, package)));

        static string Hash(string folder, string package) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, package))));
    }

    [Fact]
    public async Task A_package_says_whose_it_is_and_under_which_licence()
    {
        await feed.ReadyAsync();
        foreach (var id in (string[])["SchemaBuild", "SchemaBuild.Runtime"])
        {
            using var package = ZipFile.OpenRead(feed.File(id));
            using var stream = package.GetEntry($"{id}.nuspec")!.Open();
            var metadata = XDocument.Load(stream).Root!.Elements().First().Elements().ToLookup(element => element.Name.LocalName, element => element.Value);

            Assert.Equal(("MIT", "README.md", "icon.png"), (metadata["license"].Single(), metadata["readme"].Single(), metadata["icon"].Single()));
            Assert.All((string[])["authors", "description", "projectUrl", "tags", "copyright"], name => Assert.NotEqual("", metadata[name].Single()));
        }
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
