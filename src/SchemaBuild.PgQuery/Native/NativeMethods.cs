using System.Diagnostics.CodeAnalysis;
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
    /// Looks around the assembly before the runtime searches in its own way: build tasks and published folders have no
    /// <c>.deps.json</c> that would say where the library is.
    /// </summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly inside a single file has no location: the application's folder is right then.")]
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
            return 0;

        var location = assembly.Location;
        var folder = location.Length > 0 ? Path.GetDirectoryName(location)! : AppContext.BaseDirectory;
        var (system, file) =
            OperatingSystem.IsWindows() ? ("win", "pg_query.dll")
            : OperatingSystem.IsMacOS() ? ("osx", "libpg_query.dylib")
            : IsMusl() ? ("linux-musl", "libpg_query.so")
            : ("linux", "libpg_query.so");
        var runtime = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

        return NativeLibrary.TryLoad(Path.Combine(folder, "runtimes", runtime, "native", file), out var library)
            || NativeLibrary.TryLoad(Path.Combine(folder, file), out library)
            ? library
            : 0;
    }

    private static bool IsMusl() =>
        RuntimeInformation.RuntimeIdentifier is var identifier
        && (identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal));
}
