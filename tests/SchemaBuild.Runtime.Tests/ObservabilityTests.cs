using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

public sealed class ObservabilityTests : DatabaseTest
{
    private static readonly Migration Good = Scripts.Migration("001_good.sql", "CREATE TABLE good (id int)", "INSERT INTO good VALUES (1)");
    private static readonly Migration Bad = Scripts.Migration("002_bad.sql", "SELECT 1 / 0");

    [Fact]
    public async Task A_run_is_a_trace_of_migrations_and_steps()
    {
        using var trace = new Trace();

        await ApplyAsync(Good);

        Assert.Equal(["schemabuild apply", "apply 001_good", "CREATE_TABLE 001_good.sql:2", "DATA_MIGRATION 001_good.sql:3"], trace.Names);
        Assert.All(trace.Activities, activity => Assert.Equal(ActivityStatusCode.Unset, activity.Status));
        Assert.Equal(Database.Name, trace.Activities[0].GetTagItem("db.namespace"));
        Assert.Equal("001", trace.Activities[1].GetTagItem("schemabuild.version"));
        Assert.Equal(trace.Activities[1].SpanId, trace.Activities[2].ParentSpanId);
    }

    [Fact]
    public async Task A_failure_is_an_error_from_the_step_to_the_run()
    {
        using var trace = new Trace();

        await FailsAsync(Bad);

        Assert.Equal(3, trace.Activities.Count);
        Assert.All(trace.Activities, activity => Assert.Equal(ActivityStatusCode.Error, activity.Status));
        Assert.Contains("division by zero", trace.Activities[2].StatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durations_are_measured_in_seconds()
    {
        var measured = new ConcurrentBag<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "SchemaBuild") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            measured.Add((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => tag.Value)))));
        listener.Start();

        await FailsAsync(Good, Bad);

        Assert.Contains(measured, one => one is ("schemabuild.migration.duration", > 0, "apply success"));
        Assert.Contains(measured, one => one is ("schemabuild.migration.duration", > 0, "apply failure"));
        Assert.Contains(measured, one => one is ("schemabuild.step.duration", > 0, "CREATE_TABLE"));
    }

    [Fact]
    public async Task An_index_build_tells_how_far_it_is()
    {
        await Database.ExecuteAsync("""
            CREATE FUNCTION slow(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM pg_sleep(0.05); RETURN i; END $$;
            CREATE TABLE slow_one AS SELECT generate_series(1, 50) AS id;
            """);
        var seen = new Keeper();
        var index = Scripts.Migration("001_index.sql", "CREATE INDEX slow_index ON slow_one (slow(id))");

        await ApplyAsync(new MigrationSet([index]), new ApplyOptions { Progress = seen });

        var works = seen.Reports.Where(report => report.Work is not null).ToList();
        Assert.Contains(works, report => report.Work!.Phase?.StartsWith("building index", StringComparison.Ordinal) == true);
        Assert.All(works, report => Assert.True(report.Elapsed > TimeSpan.Zero && report.Work!.Fraction is null or (>= 0 and <= 1)));
        Assert.Null(seen.Reports[^1].Work);
    }

    [Fact]
    public async Task A_statement_of_which_the_server_tells_nothing_still_tells_the_time()
    {
        var seen = new Keeper();

        await ApplyAsync(new MigrationSet([Scripts.Migration("001_sleep.sql", "SELECT pg_sleep(2)")]), new ApplyOptions { Progress = seen });

        Assert.Contains(seen.Reports, report => report is { Work: { Phase: null, Fraction: null }, Elapsed: not null });
    }

    private sealed class Keeper : IProgress<MigrationProgress>
    {
        private readonly ConcurrentQueue<MigrationProgress> _reports = new();

        public IReadOnlyList<MigrationProgress> Reports => [.. _reports];

        public void Report(MigrationProgress value) => _reports.Enqueue(value);
    }

    /// <summary>What happens below one activity, in the order in which it starts.</summary>
    private sealed class Trace : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _activities = new();
        private readonly ActivityListener _listener;
        private readonly Activity _root = new Activity("test").Start();

        public Trace()
        {
            var id = _root.TraceId;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "SchemaBuild",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceId == id ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStarted = activity =>
                {
                    if (activity.TraceId == id) _activities.Enqueue(activity);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> Activities => [.. _activities];

        public IEnumerable<string> Names => _activities.Select(activity => activity.DisplayName);

        public void Dispose()
        {
            _listener.Dispose();
            _root.Dispose();
        }
    }
}
