using Microsoft.Extensions.Logging;

namespace SchemaBuild.Engine;

/// <summary>What became of a step outside a transaction that was begun and did not end as it should.</summary>
internal sealed class Interruption(Session session, string schema, string version, MigrationScript script, MigrationStep step, ILogger log)
{
    /// <summary>
    /// SQL that tells, before a step is sent, what its target is: an index that exists, a table that is a partition, an enum that has the value. Without it nobody could tell
    /// afterwards whether what is there (or is not) is the step's doing.
    /// </summary>
    public static string TargetExists(MigrationStep step, string parameter) => $"CASE WHEN {parameter}::pg_catalog.text IS NOT NULL THEN {Exists(step.Kind, parameter)} END";

    private static string Exists(string kind, string parameter) => kind switch
    {
        StepKind.AlterTable => $"EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass({parameter}))",
        StepKind.AlterType => $"""
            EXISTS (SELECT FROM pg_catalog.pg_enum
                     WHERE CASE WHEN pg_catalog.starts_with({parameter}, pg_catalog.quote_literal(enumlabel) || ' ')
                                THEN enumtypid = pg_catalog.to_regtype(pg_catalog.substr({parameter}, pg_catalog.length(pg_catalog.quote_literal(enumlabel)) + 2)) END)
            """,
        _ => $"pg_catalog.to_regclass({parameter}) IS NOT NULL",
    };

    /// <summary>Looks at the database. Removes what would be in the way of a new attempt.</summary>
    /// <param name="attempt">How it was begun.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether the step took effect; otherwise it is to be run.</returns>
    public async Task<bool> TookEffectAsync(HistoryStep attempt, CancellationToken cancellationToken)
    {
        var isUnknown = attempt.Error is null;
        if (isUnknown && attempt.Sql != step.Sql)
            throw Failure.Interrupted(schema, version, script, step);

        switch (step.Kind)
        {
            case StepKind.CreateIndex when step.Target is { } index:
                return await IsBuiltAsync(index, isOurs: isUnknown && attempt.TargetExisted == false, attempt.Sql == step.Sql, cancellationToken).ConfigureAwait(false);

            case StepKind.DropIndex when step.Target is { } index:
                var isGone = isUnknown && attempt.TargetExisted == true && !await ExistsAsync(index, cancellationToken).ConfigureAwait(false);
                if (isGone)
                    Found($"{index} is gone: the step took effect.");
                return isGone;

            case StepKind.Reindex:
                await DropLeftoversAsync(cancellationToken).ConfigureAwait(false);
                return false;

            case StepKind.AlterTable when step.Target is { } partition:
                return await IsDetachedAsync(partition, isUnknown && attempt.TargetExisted == true, cancellationToken).ConfigureAwait(false);

            case StepKind.AlterType when step.Target is not null:
                var isAdded = isUnknown && attempt.TargetExisted == false && await session.ScalarAsync(
                    new($"SELECT {TargetExists(step, "$1")}", step.Target), cancellationToken).ConfigureAwait(false) is true;
                if (isAdded)
                    Found($"The type has the value {step.Target}: the step took effect.");
                return isAdded;

            default:
                return isUnknown && !step.IsRepeatable ? throw Failure.Interrupted(schema, version, script, step) : false;
        }
    }

    private async Task<bool> IsBuiltAsync(string index, bool isOurs, bool isSameText, CancellationToken cancellationToken)
    {
        var isValid = (bool?)await session.ScalarAsync(
            new("SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1)", index), cancellationToken).ConfigureAwait(false);
        if (isValid is null)
            return false;
        if (isValid == false)
        {
            // An invalid index has no statistics and no users; what it was meant to be only matters if the step still says so.
            if (isSameText && await IndexDefinition.DifferenceAsync(session, index, step.Sql, cancellationToken).ConfigureAwait(false) is { } other)
                throw Failure.OtherIndex(script, step, index, other);
            Found($"It left {index} invalid, which is dropped now and built again.");
            await session.ExecuteAsync([new($"DROP INDEX CONCURRENTLY IF EXISTS {index}")], cancellationToken).ConfigureAwait(false);
            return false;
        }

        // A valid index that was there before is not ours; the server says so when the step is run.
        if (!isOurs)
            return false;
        if (await IndexDefinition.DifferenceAsync(session, index, step.Sql, cancellationToken).ConfigureAwait(false) is { } difference)
            throw Failure.OtherIndex(script, step, index, difference);
        Found($"{index} is there, valid and as defined: the step took effect.");
        return true;
    }

    // REINDEX CONCURRENTLY builds under the names …_ccnew and drops the old under …_ccold; what an interruption leaves of either is invalid. What
    // another session is just reindexing looks the same, but that session holds a lock on the table.
    private async Task DropLeftoversAsync(CancellationToken cancellationToken)
    {
        var leftovers = new List<string>();
        await using (var reader = await session.ReadAsync(new Command("""
            SELECT i.indexrelid::pg_catalog.regclass::text
              FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
             WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname OPERATOR(pg_catalog.~) '_cc(new|old)[0-9]*$'
               AND ($1::text IS NULL OR i.indrelid IN (pg_catalog.to_regclass($1),
                       (SELECT t.reltoastrelid FROM pg_catalog.pg_class t WHERE t.oid = pg_catalog.to_regclass($1)),
                       (SELECT x.indrelid FROM pg_catalog.pg_index x WHERE x.indexrelid = pg_catalog.to_regclass($1))))
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.relation = i.indrelid AND l.pid <> pg_catalog.pg_backend_pid()
                                  AND l.mode = 'ShareUpdateExclusiveLock'
                                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
             ORDER BY i.indexrelid
            """, step.Target), cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                leftovers.Add(reader.GetString(0));
        }

        foreach (var leftover in leftovers)
        {
            Found($"It left {leftover}, which is dropped now.");
            await session.ExecuteAsync([new($"DROP INDEX CONCURRENTLY IF EXISTS {leftover}")], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsDetachedAsync(string partition, bool wasPartition, CancellationToken cancellationToken)
    {
        string? parent = null;
        var isPending = false;
        await using (var reader = await session.ReadAsync(new Command(
            "SELECT inhparent::pg_catalog.regclass::text, inhdetachpending FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass($1)", partition),
            cancellationToken).ConfigureAwait(false))
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                (parent, isPending) = (reader.GetString(0), reader.GetBoolean(1));
        }

        if (isPending)
        {
            Found($"{partition} is half detached from {parent}, which is finished now with FINALIZE.");
            await session.ExecuteAsync([new($"ALTER TABLE {parent} DETACH PARTITION {partition} FINALIZE")], cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (parent is not null || !wasPartition || !await ExistsAsync(partition, cancellationToken).ConfigureAwait(false))
            return false;
        Found($"{partition} is detached: the step took effect.");
        return true;
    }

    private async Task<bool> ExistsAsync(string relation, CancellationToken cancellationToken) =>
        await session.ScalarAsync(new("SELECT pg_catalog.to_regclass($1)::text", relation), cancellationToken).ConfigureAwait(false) is not null;

    private void Found(string finding) => log.StepResolved(script.FileName, step.Line, step.Order, step.Kind, finding);
}
