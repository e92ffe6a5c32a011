using SchemaBuild.Analysis;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Tool;

/// <summary>Tells a failure in one message that says what to do. Stack traces are for us, on request.</summary>
internal static class Failures
{
    private const string TraceVariable = "SCHEMA_LINT_STACK_TRACE";

    /// <summary>Writes the message and returns the exit code.</summary>
    public static int Tell(Exception exception, Terminal terminal)
    {
        var (message, exitCode) = exception switch
        {
            ToolException failure => (failure.Message, failure.ExitCode),
            PgQueryException { Code: PgQueryError.LibraryMissing } failure => (NoParser(failure), ExitCode.Unusable),
            MigrationException failure => (failure.Message, ExitCode.Failure),
            // Files are read and written where a failure is told by their name, so what remains is the report itself.
            IOException failure => ($"Standard output cannot be written: {Reason(failure)}.", ExitCode.Unusable),
            OperationCanceledException => ("Cancelled. What was applied before stays; the next run goes on from there.", ExitCode.Failure),
            _ => (Internal(exception), ExitCode.Unusable),
        };
        try
        {
            terminal.Error.WriteLine($"schema-lint: {message}");
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TraceVariable)))
                terminal.Error.WriteLine(exception);
        }
        catch (IOException)
        {
            // Nobody is left to read it; the exit code still tells.
        }

        return exitCode;
    }

    /// <summary>What the operating system says, short enough to stand in a sentence.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        _ => exception.Message.TrimEnd('.'),
    };

    private static string NoParser(PgQueryException exception) =>
        $"error {BuildRules.ParserUnavailable.Code}: {exception.Message.Split('\n')[0].TrimEnd('\r', '.', ' ')}. Run schema-lint on a platform that its package supports.";

    private static string Internal(Exception exception) =>
        $"error SB0099: internal-error: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")} This is a fault of schema-lint. "
        + $"Set {TraceVariable}=1, run it again and report what it prints, with the file if you may, at {SchemaLint.HomePage}/issues.";
}
