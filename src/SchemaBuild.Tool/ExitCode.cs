namespace SchemaBuild.Tool;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>No finding is an error; the operation succeeded.</summary>
    public const int Success = 0;

    /// <summary>A finding is an error, or the operation failed.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage, unreadable input or configuration, or a fault of the tool itself.</summary>
    public const int Unusable = 2;
}
