namespace SchemaBuild.Tool;

/// <summary>What the user must know in order to go on: what is wrong, where, what to do. Ends the run with <see cref="ExitCode"/>.</summary>
internal sealed class ToolException(string message, int exitCode = ExitCode.Unusable) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
