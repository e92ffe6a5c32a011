using System.CommandLine;
using System.CommandLine.Invocation;
using SchemaBuild.Tool.Commands;

namespace SchemaBuild.Tool;

/// <summary>The command <c>schema-lint</c>.</summary>
internal static class SchemaLint
{
    public const string HomePage = "https://github.com/schemabuild/schemabuild";

    // The server needs a moment to cancel what runs and to let go of its lock.
    private static readonly TimeSpan TimeToCancel = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command line and returns the exit code. Throws nothing.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        try
        {
            var exitCode = await InvokeAsync(args, terminal, cancellationToken).ConfigureAwait(false);
            terminal.Output.Flush();
            return exitCode;
        }
        catch (Exception exception)
        {
            return Failures.Tell(exception, terminal);
        }
    }

    private static async Task<int> InvokeAsync(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        var root = CreateRoot(terminal);
        var line = root.Parse(WithVerb(args, root));
        if (line.Action is null or ParseErrorAction)
        {
            foreach (var error in line.Errors)
                terminal.Error.WriteLine($"schema-lint: {OneLine(error.Message)}");
            var command = line.CommandResult.Command;
            terminal.Error.WriteLine($"Try: schema-lint {(command == root ? "" : command.Name + " ")}--help");
            return ExitCode.Unusable;
        }

        var invocation = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToCancel,
        };
        return await line.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand($"Finds what hurts in PostgreSQL migrations, and applies them. Without a command it lints. {HomePage}")
        {
            LintCommand.Create(terminal),
            EffectsCommand.Create(terminal),
            PlanCommand.Create(terminal),
            TraceCommand.Create(terminal),
            StatsCommand.Create(terminal),
            RulesCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            StatusCommand.Create(terminal),
            ApplyCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            RollbackCommand.Create(terminal),
        };
        root.HelpName = "schema-lint";
        return root;
    }

    /// <summary>Puts <c>lint</c> in front of a line that names no command.</summary>
    private static string[] WithVerb(string[] args, RootCommand root)
    {
        var namesCommand = args is [var first, ..]
            && (root.Subcommands.Any(command => command.Name == first)
                || root.Options.Any(option => option.Name == first || option.Aliases.Contains(first))
                || first.StartsWith("[suggest", StringComparison.Ordinal));
        return namesCommand ? args : ["lint", .. args];
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
