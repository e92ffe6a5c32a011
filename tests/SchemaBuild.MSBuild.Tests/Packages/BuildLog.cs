using Microsoft.Build.Logging.StructuredLogger;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>What a build did, read from its binary log.</summary>
/// <param name="Build">The log.</param>
/// <param name="Output">What the console showed.</param>
internal sealed record BuildLog(Build Build, string Output)
{
    public bool Succeeded => Build.Succeeded;

    public IReadOnlyList<Error> Errors => Build.FindChildrenRecursive<Error>();

    public IReadOnlyList<Warning> Warnings => Build.FindChildrenRecursive<Warning>();

    /// <summary>The codes of errors and warnings as <c>error SB1001</c>, sorted.</summary>
    public IEnumerable<string> Diagnostics => Errors.Select(error => $"error {error.Code}").Concat(Warnings.Select(warning => $"warning {warning.Code}")).Order(StringComparer.Ordinal);

    public IReadOnlyList<string> EmbeddedFiles => [.. (Build.SourceFiles ?? []).Select(file => file.FullPath.Replace('\\', '/'))];

    /// <summary>How often a task ran.</summary>
    public int RunsOf(string task) => Build.FindChildrenRecursive<Microsoft.Build.Logging.StructuredLogger.Task>(node => node.Name == task).Count;

    /// <summary>Fails with the whole console output.</summary>
    public BuildLog MustSucceed()
    {
        Assert.True(Succeeded, Output);
        return this;
    }
}
