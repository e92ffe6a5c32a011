using System.CommandLine;
using System.Globalization;
using SchemaBuild.Tool.Commands;

namespace SchemaBuild.Tool.Running;

/// <summary>How patient a run that changes something is: with other processes, with locks, with statements.</summary>
internal sealed class RunArguments
{
    private const string Endless = "none";
    private static readonly MigratorOptions Defaults = new();

    private static readonly (string Name, double Milliseconds)[] Units = [("ms", 1), ("min", 60_000), ("h", 3_600_000), ("s", 1000)];

    private readonly Option<string> _whenLocked = Choice.Create(
        "--when-locked", "What to do while another process migrates the database.", "wait", "wait", "skip", "fail");

    private readonly Option<string> _lockTimeout = Time("--lock-timeout", "How long to wait for another process that migrates the database.", Defaults.LockTimeout);

    private readonly Option<string> _stepLockTimeout = Time("--step-lock-timeout", "How long a step may stand in the queue for a lock that others need.", Defaults.StepLockTimeout);

    private readonly Option<string> _statementTimeout = Time("--statement-timeout", "How long a step may take.", Defaults.StatementTimeout);

    private readonly Option<int> _maxAttempts = new("--max-attempts")
    {
        Description = "How often to try what did not get its lock.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => Defaults.MaxAttempts,
    };

    public RunArguments(Command command)
    {
        _maxAttempts.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !(int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
                result.AddError($"--max-attempts takes a number from 1, not '{word}'.");
        });
        command.Add(_whenLocked);
        command.Add(_lockTimeout);
        command.Add(_stepLockTimeout);
        command.Add(_statementTimeout);
        command.Add(_maxAttempts);
    }

    public void Set(MigratorOptions options, ParseResult line)
    {
        options.WhenLocked = Enum.Parse<LockedBehavior>(line.GetRequiredValue(_whenLocked), ignoreCase: true);
        options.LockTimeout = Read(line.GetRequiredValue(_lockTimeout))!.Value;
        options.StepLockTimeout = Read(line.GetRequiredValue(_stepLockTimeout))!.Value;
        options.StatementTimeout = Read(line.GetRequiredValue(_statementTimeout))!.Value;
        options.MaxAttempts = line.GetRequiredValue(_maxAttempts);
    }

    private static Option<string> Time(string name, string description, TimeSpan byDefault)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = "TIME",
            DefaultValueFactory = _ => byDefault == Timeout.InfiniteTimeSpan ? Endless : string.Create(CultureInfo.InvariantCulture, $"{byDefault.TotalSeconds}s"),
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && Read(word) is null)
                result.AddError($"{name} takes a number with ms, s, min or h, or {Endless}, not '{word}'.");
        });
        return option;
    }

    private static TimeSpan? Read(string text)
    {
        if (text == Endless)
            return Timeout.InfiniteTimeSpan;
        foreach (var (name, milliseconds) in Units)
            if (text.EndsWith(name, StringComparison.Ordinal))
                return double.TryParse(text.AsSpan(0, text.Length - name.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    && number * milliseconds is > 0 and <= int.MaxValue
                    ? TimeSpan.FromMilliseconds(number * milliseconds)
                    : null;
        return null;
    }
}
