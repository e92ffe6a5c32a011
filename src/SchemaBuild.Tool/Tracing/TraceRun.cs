using System.Globalization;
using Npgsql;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Tracing;

/// <summary>Executes migrations on a database as the runner does, step by step in the same transactions, and observes each statement.</summary>
internal sealed class TraceRun(NpgsqlConnection connection, AnalysisResult analysis)
{
    private readonly StatementObserver _observer = new(connection);

    /// <summary>The statements that the runner executes, in order. After one that fails the others are there, not executed.</summary>
    public async Task<IReadOnlyList<StatementTrace>> RunAsync(CancellationToken cancellationToken)
    {
        var reports = analysis.Statements.ToLookup(report => report.File);
        var traces = new List<StatementTrace>();
        var failed = false;
        foreach (var script in analysis.Migrations.Select(migration => migration.Up))
        {
            var predicted = reports[script.Path].ToDictionary(report => report.Start);
            foreach (var segment in script.Steps.GroupBy(step => step.Segment))
                failed = await RunAsync(script, [.. segment], predicted, traces, failed, cancellationToken).ConfigureAwait(false);
            if (!failed) await ExecuteAsync("DISCARD ALL", cancellationToken).ConfigureAwait(false);
        }

        return traces;
    }

    /// <summary>Makes the dumped schema; the number of statements that were left out because they name a role that the server does not have.</summary>
    /// <exception cref="ToolException">The server refuses something else of it.</exception>
    public async Task<int> ApplySchemaAsync(PlannedScript schema, CancellationToken cancellationToken)
    {
        var skipped = 0;
        foreach (var step in schema.Steps)
        {
            try
            {
                await ExecuteAsync(Sql(schema, step), cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.UndefinedObject && NamesRoles(step.Kind, Sql(schema, step)))
            {
                skipped++;
            }
            catch (PostgresException refused)
            {
                var line = schema.Text.AsSpan(0, step.Start).Count('\n') + 1;
                throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"{schema.Path}:{line}: the server refuses this statement of the dump: {refused.SqlState}: {refused.MessageText}."), ExitCode.Failure);
            }
        }

        await ExecuteAsync("DISCARD ALL", cancellationToken).ConfigureAwait(false);
        return skipped;
    }

    private async Task<bool> RunAsync(
        PlannedScript script, IReadOnlyList<PlannedStep> segment, Dictionary<int, StatementReport> predicted, List<StatementTrace> traces, bool failed, CancellationToken cancellationToken)
    {
        var inTransaction = false;
        if (!failed && !segment[0].RunsAlone)
        {
            await BeginAsync(segment[0].Begin is { } own ? script.Text.Substring(own.Start, own.Length) : "BEGIN", cancellationToken).ConfigureAwait(false);
            inTransaction = true;
        }

        foreach (var step in segment)
        {
            var report = predicted[step.Start];
            if (failed)
            {
                traces.Add(new StatementTrace(report, null));
                continue;
            }

            var observed = inTransaction
                ? await ObserveAsync(Sql(script, step), step.Kind, cancellationToken).ConfigureAwait(false)
                : await ObserveAloneAsync(Sql(script, step), step.Kind, cancellationToken).ConfigureAwait(false);
            traces.Add(new StatementTrace(report, observed));
            failed = observed.Error is not null;
        }

        if (inTransaction) failed |= !await CommitAsync(failed, traces, cancellationToken).ConfigureAwait(false);
        return failed;
    }

    /// <summary>
    /// What runs alone is observed within a transaction of its own where the server allows that: it does the same there, and its locks show.
    /// </summary>
    private async Task<Observation> ObserveAloneAsync(string sql, string kind, CancellationToken cancellationToken)
    {
        await BeginAsync("BEGIN", cancellationToken).ConfigureAwait(false);
        var observed = await ObserveAsync(sql, kind, cancellationToken).ConfigureAwait(false);
        if (observed.Error is null)
        {
            await ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
            return observed;
        }

        await ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
        if (observed.Error is not (PostgresErrorCodes.ActiveSqlTransaction or PostgresErrorCodes.InvalidTransactionTermination)) return observed;
        return await ObserveAsync(sql, kind, cancellationToken).ConfigureAwait(false) with { ShowsLocks = false };
    }

    private async Task<Observation> ObserveAsync(string sql, string kind, CancellationToken cancellationToken)
    {
        // A look at the catalogue takes a snapshot, after which SET TRANSACTION would come too late; SET itself touches no relation.
        if (kind is not ("SET" or "RESET")) return await _observer.ObserveAsync(sql, cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
            return new Observation();
        }
        catch (PostgresException refused)
        {
            return new Observation { Error = refused.SqlState, Message = refused.MessageText };
        }
    }

    private async Task BeginAsync(string begin, CancellationToken cancellationToken)
    {
        await _observer.BeginAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(begin, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deferred constraints speak up at the commit: that belongs to the last statement.</summary>
    private async Task<bool> CommitAsync(bool failed, List<StatementTrace> traces, CancellationToken cancellationToken)
    {
        if (failed)
        {
            await ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
            return false;
        }

        try
        {
            await ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException refused)
        {
            traces[^1] = new StatementTrace(traces[^1].Predicted, new Observation { Error = refused.SqlState, Message = $"at the commit: {refused.MessageText}" });
            return false;
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool NamesRoles(string kind, string sql) =>
        kind is "GRANT" or "REVOKE" || kind.Contains("DEFAULT_PRIV", StringComparison.Ordinal) || sql.Contains(" OWNER TO ", StringComparison.Ordinal)
        || sql.StartsWith("SET SESSION AUTHORIZATION", StringComparison.Ordinal);

    private static string Sql(PlannedScript script, PlannedStep step) => script.Text.Substring(step.Start, step.Length);
}
