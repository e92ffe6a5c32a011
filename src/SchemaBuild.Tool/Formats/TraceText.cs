using SchemaBuild.Analysis;
using SchemaBuild.Tool.Tracing;

namespace SchemaBuild.Tool.Formats;

/// <summary>A trace for people, and its shape for programs.</summary>
internal static class TraceText
{
    private const int MaxSql = 100;

    public static void Write(IEnumerable<StatementTrace> traces, Paint paint, TextWriter writer)
    {
        foreach (var trace in traces)
        {
            var (predicted, observed) = trace;
            writer.WriteLine($"{paint.Bold(Printable.Line($"{predicted.File}:{predicted.Line}:"))} {EffectsText.FirstWords(predicted.Sql, MaxSql)}");
            writer.WriteLine($"  {Verdict(trace, paint)}");
            writer.WriteLine(Printable.Line($"  predicted {Observation.Predicted(predicted)}"));
            if (observed is not null) writer.WriteLine(Printable.Line($"  observed  {Text(observed)}"));
            foreach (var difference in trace.Differences) writer.WriteLine($"  {paint.Of(Severity.Error, "differs")}   {Printable.Line(difference)}");
            foreach (var what in predicted.NotAnalysed) writer.WriteLine($"  {paint.Of(Severity.Warning, "unknown")}   {Printable.Line(what)}");
            writer.WriteLine();
        }
    }

    public static TraceJson Json(int major, IReadOnlyList<StatementTrace> traces) => new(
        major,
        [
            .. traces.Select(trace => new StatementTraceJson(
                trace.Predicted.File, trace.Predicted.Line, trace.Predicted.Sql, trace.Predicted.Kind, trace.Predicted.Transaction,
                Json(Observation.Predicted(trace.Predicted)), trace.Observed is null ? null : Json(trace.Observed), trace.Differences, trace.Predicted.NotAnalysed)),
        ],
        traces.Sum(trace => trace.Differences.Count));

    public static string Summary(int major, IReadOnlyList<StatementTrace> traces)
    {
        var executed = traces.Count(trace => trace.Observed is not null);
        var differing = traces.Count(trace => trace.Differences.Count > 0);
        var text = $"PostgreSQL {major}: {LintReport.Plural(executed, "statement")} executed, {(differing == 0 ? "all as predicted" : $"{differing} otherwise than predicted")}.";
        if (traces.FirstOrDefault(trace => trace.Observed?.Error is not null) is not { } failed) return text;
        var left = traces.Count - executed;
        return $"{text} {failed.Predicted.File}:{failed.Predicted.Line} failed{(left == 0 ? "" : $", so {LintReport.Plural(left, "statement")} after it did not run")}: "
            + Printable.Line($"{failed.Observed!.Error}: {failed.Observed.Message}.");
    }

    private static ObservationJson Json(Observation observation) => new(
        observation.ShowsLocks ? observation.Locks : null, observation.Rewrites, observation.Scans, observation.IndexBuilds, observation.ForeignKeyChecks, observation.Error);

    private static string Text(Observation observed)
    {
        var text = observed.ToString();
        return observed.ShowsLocks || observed.Error is not null ? text : text.Replace("locks ", "locks not seen, as they end with a statement that runs alone", StringComparison.Ordinal);
    }

    private static string Verdict(StatementTrace trace, Paint paint) => trace switch
    {
        { Observed: null } => paint.Faint("not executed"),
        { Differences.Count: 0 } => paint.Good("as predicted"),
        _ => paint.Of(Severity.Error, "not as predicted"),
    };
}
