using System.Diagnostics;
using System.Globalization;

namespace SchemaBuild.Runtime.Tests;

/// <summary>A file system in memory that is soon full, and belongs to the servers of the tests. Skips where none can be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public static SmallDisk Mount(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("Only root on Linux can mount a small disk.");
        if (!Run(out var user, "id", "-u", "postgres"))
            Assert.Skip("There is no user postgres to whom a small disk could belong.");

        var folder = Directory.CreateTempSubdirectory("schemabuild-disk-").FullName;
        if (!Run(out var reason, "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0700,uid={user.Trim()}"), "tmpfs", folder))
        {
            Directory.Delete(folder);
            Assert.Skip($"A small disk cannot be mounted here: {reason.Trim()}");
        }

        return new SmallDisk(folder);
    }

    public void Resize(int megabytes) => Assert.True(Run(out var reason, "mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={megabytes}m"), Folder), reason);

    public void Dispose()
    {
        if (Run(out _, "umount", "--lazy", Folder))
            Directory.Delete(Folder);
    }

    private static bool Run(out string output, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
