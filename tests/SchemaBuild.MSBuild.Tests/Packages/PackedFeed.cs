using System.Globalization;
using CliWrap;
using SchemaBuild.MSBuild.Tests.Packages;
using SchemaBuild.Testing;

[assembly: AssemblyFixture(typeof(PackedFeed))]

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>
/// The packages, packed from what this test run was built with, into a folder feed. Packed once, by the first test that asks. The version is new
/// every time and the packages are unpacked into a folder of this run, so that no cache can serve an older build.
/// </summary>
public sealed class PackedFeed : IDisposable
{
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private readonly ScratchFolder _folder = new();
    private readonly Lazy<Task> _packing;

    public PackedFeed() => _packing = new(() => PackAsync(Folder));

    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.0.{Environment.ProcessId}.{Environment.TickCount64 % int.MaxValue}");

    public string Folder => _folder.Combine("feed");

    /// <summary>Where projects unpack packages; those from other feeds are taken from the user's own cache.</summary>
    public string PackagesFolder => _folder.Combine("packages");

    public string File(string id) => Path.Combine(Folder, $"{id}.{Version}.nupkg");

    public Task ReadyAsync() => _packing.Value;

    public void Dispose() => _folder.Dispose();

    /// <summary>Packs the same once more, into another folder.</summary>
    public async Task<string> PackAgainAsync()
    {
        await ReadyAsync();
        var folder = _folder.Combine("again");
        await PackAsync(folder);
        return folder;
    }

    private async Task PackAsync(string folder)
    {
        foreach (var project in (string[])["SchemaBuild.Runtime", "SchemaBuild.MSBuild"])
        {
            await Dotnet.RunAsync(
                RepositoryRoot.Path,
                ["pack", RepositoryRoot.Combine("src", project), "--no-build", "-c", Configuration, "-o", folder, $"-p:Version={Version}", $"-p:NuspecOutputPath={folder}.nuspec/", "-nodeReuse:false"],
                CommandResultValidation.ZeroExitCode);
        }
    }
}
