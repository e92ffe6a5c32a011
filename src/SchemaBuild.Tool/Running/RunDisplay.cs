using System.Globalization;
using SchemaBuild.Tool.Formats;
using Spectre.Console;

namespace SchemaBuild.Tool.Running;

/// <summary>Shows how a run gets on: a line for each migration when it is done, and on a terminal what is running now.</summary>
internal static class RunDisplay
{
    /// <param name="terminal">Where.</param>
    /// <param name="done">What a migration is afterwards: <c>applied</c>.</param>
    /// <param name="options">The run's options: it is made to report here.</param>
    /// <param name="run">Starts the run.</param>
    public static async Task<T> ShowAsync<T>(Terminal terminal, string done, MigratorOptions options, Func<Task<T>> run)
    {
        if (!terminal.ErrorIsInteractive)
        {
            Report(terminal.Error.WriteLine, _ => { });
            return await run();
        }

        // Spectre takes only the console's own writers for a terminal; whether this is one is known already.
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(terminal.Error),
        });
        return await console.Status().StartAsync("Connecting …", status =>
        {
            Report(console.WriteLine, running => status.Status(Markup.Escape(running)));
            return run();
        });

        void Report(Action<string> writeLine, Action<string> showRunning)
        {
            options.Progress = new Lines(writeLine, done, showRunning);
            options.LoggerFactory = new RunLog(writeLine);
        }
    }

    public static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:0} ms";

    private sealed class Lines(Action<string> writeLine, string done, Action<string> showRunning) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            var steps = value.Script.Steps.Count;
            if (value is { Step: null, Elapsed: { } elapsed })
                writeLine(Printable.Line($"{done} {value.Migration} ({LintReport.Plural(steps, "step")}, {Milliseconds(elapsed)})"));
            else if (value is { Step: { } step } && (value.Elapsed is null || value.Work is not null))
                showRunning(Printable.Line($"{value.Migration}, step {step.Order} of {steps}: {step.Kind}{HowFar(value)}"));
        }

        private static string HowFar(MigrationProgress value)
        {
            var phase = value.Work?.Phase is { } name ? $", {name}" : "";
            var part = value.Work?.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $" {fraction * 100:0} %") : "";
            return value.Elapsed is { } elapsed ? string.Create(CultureInfo.InvariantCulture, $"{phase}{part}, {elapsed.TotalSeconds:0} s") : "";
        }
    }
}
