using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Sources;

/// <summary>Parses the next few files on other threads while the replay, which must go in order, is at work on one.</summary>
internal static class ParseAhead
{
    // Trees are large, so only few files have theirs at once.
    private static readonly int FilesAhead = 4 * (Environment.ProcessorCount - 1);

    /// <summary>Each file when it is parsed, with what the parser failed on, if it is no fault of the file.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IEnumerable<(MigrationFile File, Exception? Failure)> InOrder(IReadOnlyList<MigrationFile> files, CancellationToken cancellationToken)
    {
        var ahead = new Queue<Task<Exception?>>();
        for (var (next, i) = (0, 0); i < files.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; next < files.Count && next <= i + FilesAhead; next++)
            {
                var file = files[next];
                ahead.Enqueue(Task.Run(() => Parse(file), CancellationToken.None));
            }

            // What no thread has begun is parsed by this one.
            yield return (files[i], ahead.Dequeue().GetAwaiter().GetResult());
        }
    }

    /// <summary>What the parser failed on, or null. A fault of the file is kept there.</summary>
    /// <exception cref="PgQueryException">There is no parser on this machine.</exception>
    public static Exception? Parse(MigrationFile file)
    {
        try
        {
            foreach (var statement in file.Parse().Statements) RoutineBody.ReadAhead(statement);
            return null;
        }
        catch (Exception failure) when (failure is not PgQueryException { Code: PgQueryError.LibraryMissing })
        {
            return failure;
        }
    }
}
