using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace SchemaBuild.Testing.Postgres;

/// <summary>Server binaries on this machine: Debian's and Red Hat's folders, <c>PATH</c>, and what <c>build/postgres.sh</c> fetched.</summary>
internal sealed partial class LocalServer : ServerSource
{
    private static readonly bool IsRoot = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;
    private static readonly Lock Gate = new();
    private static readonly List<(Process Keeper, string Folder)> Running = [];

    private readonly Dictionary<int, string> _binFolders = [];

    static LocalServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAll();

    public LocalServer()
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var bin in CandidateFolders())
            if (File.Exists(Path.Combine(bin, "initdb")) && MajorOf(Path.Combine(bin, "postgres")) is { } major and >= 14)
                _binFolders.TryAdd(major, bin);
    }

    /// <summary>Those first that come with <c>pg_dump</c>, so that a test with no wish can compare dumps; then the newest.</summary>
    public override IReadOnlyList<int> Majors =>
    [
        .. _binFolders.OrderByDescending(found => File.Exists(Path.Combine(found.Value, "pg_dump"))).ThenByDescending(found => found.Key)
            .Select(found => found.Key),
    ];

    /// <summary>The program (psql, pg_dump) that belongs to this major or, failing that, the newest on this machine; null if there is none.</summary>
    public static string? FindClientProgram(string name) =>
        CandidateFolders().Select(folder => Path.Combine(folder, name)).Where(File.Exists).MaxBy(path => MajorOf(path) ?? 0);

    /// <summary>The major that a PostgreSQL program reports about itself; null when it does not run.</summary>
    public static int? MajorOf(string program)
    {
        if (!File.Exists(program))
            return null;
        using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return VersionInOutput().Match(output) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, provider: null) : null;
    }

    public override async Task<PostgresServer> StartAsync(int major)
    {
        var folder = CreateFolder();
        var bin = _binFolders[major];
        if (IsRoot)
            bin = HandOver(folder, bin);

        var keeper = Process.Start(AsServerUser("sh", "-c", Script(), "local-server", folder, bin))!;
        lock (Gate)
            Running.Add((keeper, folder));

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            if (await CommandAsync(keeper, $"start {port}") == "started")
                return new PostgresServer(major, Connection(port))
                {
                    Stop = () => { StopOne(keeper, folder); return ValueTask.CompletedTask; },
                    Crash = () => CommandAsync(keeper, "crash"),
                    Restart = () => CommandAsync(keeper, $"start {port}"),
                };

            if (attempt < 5)
                continue;    // Another process was quicker to take the port.

            var log = Path.Combine(folder, "log");
            var reason = File.Exists(log) ? await File.ReadAllTextAsync(log) : "it wrote no log";
            StopOne(keeper, folder);
            throw new InvalidOperationException($"The PostgreSQL {major} server of {bin} does not start: {reason}");
        }
    }

    private static IEnumerable<string> CandidateFolders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return SubFolders("/usr/lib/postgresql")
            .Concat(SubFolders("/usr").Where(folder => Path.GetFileName(folder).StartsWith("pgsql-", StringComparison.Ordinal)))
            .Concat(SubFolders(RepositoryRoot.Combine("artifacts", "postgres")))
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat(path)
            .Where(Directory.Exists);

        static IEnumerable<string> SubFolders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
    }

    // The path also holds the server's socket, whose name may have 107 bytes.
    private static string CreateFolder()
    {
        var parent = Path.GetTempPath() is { Length: < 60 } usual && (!IsRoot || Succeeds(AsServerUser("test", "-x", usual))) ? usual : "/tmp";
        var folder = Path.Combine(parent, "schemabuild-pg-" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        Run(new ProcessStartInfo("mkdir", ["-m", "0700", folder]));
        return folder;
    }

    // A server refuses to run as root, and its own user may not reach binaries below a private folder: it then gets a copy.
    private static string HandOver(string folder, string bin)
    {
        if (!Succeeds(new ProcessStartInfo("id", ["-u", "postgres"])))
            Run(new ProcessStartInfo("useradd", ["--system", "--no-create-home", "--shell", "/bin/sh", "postgres"]));

        if (!Succeeds(AsServerUser("test", "-x", Path.Combine(bin, "postgres"))))
        {
            Run(new ProcessStartInfo("cp", ["-a", Path.GetDirectoryName(bin)!, Path.Combine(folder, "postgresql")]));
            bin = Path.Combine(folder, "postgresql", "bin");
        }

        Run(new ProcessStartInfo("chown", ["-R", "postgres", folder]));
        return bin;
    }

    private static ProcessStartInfo AsServerUser(params string[] command) => new(
        IsRoot ? "runuser" : command[0],
        IsRoot ? ["-u", "postgres", "--", .. command] : command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        WorkingDirectory = "/",
        Environment = { ["LC_ALL"] = "C" },
    };

    private static bool Succeeds(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Run(ProcessStartInfo start)
    {
        if (!Succeeds(start))
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed.");
    }

    private static async Task<string?> CommandAsync(Process keeper, string command)
    {
        await keeper.StandardInput.WriteLineAsync(command);
        await keeper.StandardInput.FlushAsync();
        return await keeper.StandardOutput.ReadLineAsync();
    }

    private static string Connection(int port) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "postgres", Database = "postgres" }.ConnectionString;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Script()
    {
        using var reader = new StreamReader(typeof(LocalServer).Assembly.GetManifestResourceStream("local-server.sh")!);
        return reader.ReadToEnd();
    }

    private static void StopOne(Process keeper, string folder)
    {
        lock (Gate)
            Running.Remove((keeper, folder));
        keeper.StandardInput.Close();
        WaitUntilGone(folder);
    }

    private static void StopAll()
    {
        lock (Gate)
        {
            foreach (var (keeper, _) in Running)
                keeper.StandardInput.Close();
            foreach (var (_, folder) in Running)
                WaitUntilGone(folder);
        }
    }

    private static void WaitUntilGone(string folder)
    {
        for (var started = Stopwatch.GetTimestamp(); Directory.Exists(folder) && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20);)
            Thread.Sleep(20);
    }

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex VersionInOutput();
}
