using System.CommandLine;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint rules</c>: all rules, one a line; those that <c>lint --fix</c> mends are marked.</summary>
internal static class RulesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("rules", "Lists all rules.");
        command.SetAction(_ =>
        {
            var paint = new Paint(terminal.OutputHasColor);
            var names = RuleCatalog.All.Max(rule => rule.Name.Length);
            foreach (var rule in RuleCatalog.All)
                terminal.Output.WriteLine(
                    $"{paint.Bold(rule.Code)}  {rule.Name.PadRight(names)}  {paint.Of(rule.DefaultSeverity, rule.DefaultSeverity.Word().PadRight(10))}  {(rule.HasFix ? "fix" : "   ")}  {rule.Title}");
            return ExitCode.Success;
        });
        return command;
    }
}
