using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SchemaBuild.Engine;

/// <summary>Traces and metrics, under one name: <c>SchemaBuild</c>. They cost nothing while nobody listens.</summary>
internal static class Telemetry
{
    private const string Name = "SchemaBuild";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> MigrationDuration =
        Meter.CreateHistogram<double>("schemabuild.migration.duration", "s", "How long a migration took to be applied or rolled back");

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("schemabuild.step.duration", "s", "How long a step took");

    private static readonly Histogram<double> LockWait =
        Meter.CreateHistogram<double>("schemabuild.lock.wait", "s", "How long a run waited for another one on the same database");

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("schemabuild.step.retries", "{attempt}", "Steps that are tried again because a lock was not to be had");

    public static Activity? StartRun(string operation) =>
        Source.StartActivity($"schemabuild {operation}", ActivityKind.Client)?.SetTag("db.system.name", "postgresql");

    public static Activity? StartMigration(Migration migration, bool up) =>
        Source.StartActivity($"{Operation(up)} {migration}")?.SetTag("schemabuild.version", migration.Version).SetTag("schemabuild.operation", Operation(up));

    public static Activity? StartStep(MigrationScript script, MigrationStep step) =>
        Source.StartActivity($"{step.Kind} {script.FileName}:{step.Line}", ActivityKind.Client)?
            .SetTag("db.system.name", "postgresql").SetTag("db.operation.name", step.Kind).SetTag("schemabuild.file", script.FileName)
            .SetTag("schemabuild.line", step.Line).SetTag("schemabuild.step", step.Order);

    public static void Fail(this Activity? activity, Exception exception)
    {
        if (exception is OperationCanceledException) activity?.SetStatus(ActivityStatusCode.Error, "cancelled");
        else activity?.SetStatus(ActivityStatusCode.Error, exception.Message).AddException(exception);
    }

    public static void MigrationEnded(bool up, bool succeeded, TimeSpan duration) =>
        MigrationDuration.Record(duration.TotalSeconds, new("schemabuild.operation", Operation(up)), new("schemabuild.outcome", succeeded ? "success" : "failure"));

    public static void StepEnded(string kind, TimeSpan duration) => StepDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("db.operation.name", kind));

    public static void LockAwaited(TimeSpan waited) => LockWait.Record(waited.TotalSeconds);

    public static void StepRetried(string kind, string reason) => Retries.Add(1, new("db.operation.name", kind), new("error.type", reason));

    private static string Operation(bool up) => up ? "apply" : "rollback";
}
