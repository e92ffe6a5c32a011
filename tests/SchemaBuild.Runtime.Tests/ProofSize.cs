using System.Diagnostics;
using System.Globalization;

namespace SchemaBuild.Runtime.Tests;

/// <summary>How much of the proofs to run: a sample in every test run, all of it by <c>build/prove-runner.sh</c>, which also collects what they report.</summary>
internal static class ProofSize
{
    private static readonly Lock Gate = new();

    public static int Processes { get; } = Number("SCHEMABUILD_PROOF_PROCESSES", 5);

    public static int Repetitions { get; } = Number("SCHEMABUILD_PROOF_REPETITIONS", 1);

    /// <summary>Every how many-th point of the crash matrix is tried.</summary>
    public static int Stride { get; } = Number("SCHEMABUILD_PROOF_STRIDE", 29);

    /// <summary>The same for the way down.</summary>
    public static int StrideDown { get; } = Number("SCHEMABUILD_PROOF_STRIDE", 61);

    /// <summary>At every how many-th message a run is cancelled.</summary>
    public static int StrideOfCancelling { get; } = Number("SCHEMABUILD_PROOF_STRIDE", 13);

    /// <summary>Every how many-th place inside a statement is tried.</summary>
    public static int WaitStride { get; } = Number("SCHEMABUILD_PROOF_WAIT_STRIDE", 3);

    /// <summary>The server's major; null for any.</summary>
    public static int? Major { get; } = Number("SCHEMABUILD_PROOF_MAJOR", 0) is > 1 and var major ? major : null;

    /// <summary>The process that migrates. Twenty of them that are compiled while they run are mostly that, so the proof in full size uses machine code.</summary>
    public static ProcessStartInfo Host(params string[] arguments) =>
        Environment.GetEnvironmentVariable("SCHEMABUILD_PROOF_HOST") is { Length: > 0 } host
            ? new(host, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            : new("dotnet", [Path.Combine(AppContext.BaseDirectory, "SchemaBuild.Runtime.TestHost.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Adds a line to a table of the proof.</summary>
    public static void Report(string table, string line)
    {
        if (Environment.GetEnvironmentVariable("SCHEMABUILD_PROOF_FOLDER") is not { Length: > 0 } folder)
            return;
        lock (Gate)
            File.AppendAllText(Path.Combine(folder, $"{table}.tsv"), line + "\n");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : otherwise;
}
