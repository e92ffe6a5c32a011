using System.Reflection;
using System.Runtime.InteropServices;

namespace SchemaBuild.PgQuery.Native;

/// <summary>The functions of <c>build/parser/host.c</c>.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "pg_query";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    [LibraryImport(Library)]
    internal static partial nint pgquery_new();

    [LibraryImport(Library)]
    internal static partial void pgquery_free(nint instance);

    [LibraryImport(Library)]
    internal static partial NativeStatus pgquery_run(
        NativeParser instance, NativeOperation operation, byte* text, ulong length, NativeResult* result);

    [LibraryImport(Library)]
    internal static partial NativeStatus pgquery_release(NativeParser instance);

    /// <summary>
    /// Looks beside the assembly (applications, test projects) and in its <c>runtimes</c> folder (build tasks loaded without a
    /// <c>.deps.json</c>) before the runtime's own search, which also serves single-file and AOT applications.
    /// </summary>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
            return 0;

        var file = OperatingSystem.IsWindows() ? "pg_query.dll" : OperatingSystem.IsMacOS() ? "libpg_query.dylib" : "libpg_query.so";
        var folder = AppContext.BaseDirectory;
#pragma warning disable IL3000 // an assembly inside a single file has no location: the application's folder is right then
        if (assembly.Location is { Length: > 0 } location)
            folder = Path.GetDirectoryName(location)!;
#pragma warning restore IL3000
        string[] candidates =
        [
            Path.Combine(folder, file),
            Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", file),
            Path.Combine(folder, "runtimes", PortableRuntimeIdentifier(), "native", file),
        ];
        foreach (var candidate in candidates)
        {
            if (File.Exists(candidate) && NativeLibrary.TryLoad(candidate, out var handle))
                return handle;
        }
        return 0;
    }

    private static string PortableRuntimeIdentifier()
    {
        var system = OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
