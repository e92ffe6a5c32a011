using Microsoft.Extensions.Logging;

namespace SchemaBuild.Engine;

/// <summary>What became of a step outside a transaction that an earlier run began and did not end.</summary>
internal static class Interruption
{
    /// <summary>Looks at the database. Removes what would be in the way of a new attempt.</summary>
    /// <returns>Whether the step took effect; otherwise it is to be run.</returns>
    public static async Task<bool> TookEffectAsync(
        Session session, string schema, string version, MigrationScript script, MigrationStep step, HistoryStep attempt, ILogger log,
        CancellationToken cancellationToken)
    {
        var isUnknown = attempt.Error is null;
        if (isUnknown && attempt.Sql != step.Sql)
            throw Failure.Interrupted(schema, version, script, step);

        switch (step.Kind)
        {
            case StepKind.CreateIndex when step.Target is { } index:
                var isValid = (bool?)await session.ScalarAsync(
                    new("SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1)", index), cancellationToken).ConfigureAwait(false);
                if (isValid == false)
                {
                    Found($"It left {index} invalid, which is dropped now and built again.");
                    await session.ExecuteAsync([new($"DROP INDEX CONCURRENTLY IF EXISTS {index}")], cancellationToken).ConfigureAwait(false);
                    return false;
                }

                // A valid index that was there before is not ours; the server says so when the step is run.
                var isOurs = isUnknown && isValid == true && attempt.TargetExisted == false;
                if (isOurs)
                    Found($"{index} is there and valid: the step took effect.");
                return isOurs;

            case StepKind.DropIndex when step.Target is { } index:
                var isGone = isUnknown && attempt.TargetExisted == true && await session.ScalarAsync(
                    new("SELECT pg_catalog.to_regclass($1)::text", index), cancellationToken).ConfigureAwait(false) is null;
                if (isGone)
                    Found($"{index} is gone: the step took effect.");
                return isGone;

            default:
                return isUnknown && !StepKind.IsRepeatable(step.Kind) ? throw Failure.Interrupted(schema, version, script, step) : false;
        }

        void Found(string finding) => log.StepResolved(script.FileName, step.Line, step.Order, step.Kind, finding);
    }
}
