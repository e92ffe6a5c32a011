using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SchemaBuild.PgQuery.Native;

/// <summary>How deep an answer may be nested, on every thread alike.</summary>
internal static class AnswerDepth
{
    /// <summary>
    /// Objects and arrays around one value: 10,000 sub-selects joined by UNION, 5,000 operators in a row. PostgreSQL's default
    /// max_stack_depth ends sooner.
    /// </summary>
    public const int Most = 10_000;

    /// <summary>Depth is judged by <see cref="Check"/>, which gives it a code.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <exception cref="InsufficientExecutionStackException">Read the answer on a larger stack.</exception>
    public static void Check(int depth)
    {
        if (depth > Most)
            throw new PgQueryException(PgQueryError.StackDepth, "The text is nested too deeply.");
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }
}
