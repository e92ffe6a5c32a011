using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild;

/// <summary>Ends a task with one coded error instead of a stack trace.</summary>
internal sealed class BuildException(RuleDescriptor error, string message, string? file = null) : Exception(message)
{
    public RuleDescriptor Error { get; } = error;

    /// <summary>The file that it is about, as the project names it.</summary>
    public string? File { get; } = file;
}
