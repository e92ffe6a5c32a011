using System.CommandLine;
using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint explain SB1001</c>: the page of a rule.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var code = new Argument<string>("CODE") { HelpName = "CODE", Description = "A code or a name, such as SB1001 or index-build-blocks-writes." };
        code.CompletionSources.Add(_ => RuleCatalog.All.Select(rule => rule.Code));
        var command = new Command("explain", "Shows the page of a rule.") { code };
        command.SetAction(line =>
        {
            var asked = line.GetRequiredValue(code);
            var rule = RuleCatalog.Find(asked);
            var page = Page(rule?.Code ?? asked.ToUpperInvariant())
                ?? throw new ToolException($"There is no rule {asked}. schema-lint rules lists them all.");
            terminal.Output.WriteLine(page.TrimEnd());
            if (rule is { HasFix: true }) terminal.Output.WriteLine("\nFix: automatic where the file allows it, with schema-lint lint --fix.");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The text of <c>docs/rules/CODE.md</c>; null where there is none.</summary>
    private static string? Page(string code)
    {
        using var stream = typeof(ExplainCommand).Assembly.GetManifestResourceStream($"rules/{code}.md");
        return stream is null ? null : new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }
}
