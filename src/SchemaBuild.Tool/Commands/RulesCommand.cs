using System.CommandLine;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary><c>schema-lint rules [WORD…]</c>: all rules, or those that have all words in code, name, category, severity or title; one a line, and those that <c>lint --fix</c> mends are marked.</summary>
internal static class RulesCommand
{
    public static Command Create(Terminal terminal)
    {
        var words = new Argument<string[]>("word") { Description = "Only rules whose code, name, category, severity or title holds each of these words.", Arity = ArgumentArity.ZeroOrMore };
        words.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value.StartsWith('-')) result.AddError($"Unrecognized command or argument '{token.Value}'.");
        });
        var command = new Command("rules", "Lists all rules, or those that words are about.") { words };
        command.SetAction(arguments =>
        {
            var wanted = arguments.GetValue(words) ?? [];
            var rules = RuleCatalog.All.Where(rule => wanted.All(word => $"{rule.Code} {rule.Name} {rule.Category} {rule.DefaultSeverity.Word()} {rule.Title}".Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
            if (rules.Count == 0)
            {
                terminal.Error.WriteLine($"No rule is about {string.Join(' ', wanted)}. Without words, rules lists all {RuleCatalog.All.Count}.");
                return ExitCode.Unusable;
            }

            var paint = new Paint(terminal.OutputHasColor);
            var names = rules.Max(rule => rule.Name.Length);
            var isFirst = true;
            foreach (var category in rules.GroupBy(rule => rule.Category))
            {
                // Headings are for eyes: a pipe gets one rule a line and nothing else.
                if (terminal.OutputHasColor) terminal.Output.WriteLine($"{(isFirst ? "" : "\n")}{paint.Bold(category.Key)}");
                isFirst = false;
                foreach (var rule in category)
                {
                    terminal.Output.WriteLine(
                        $"{paint.Bold(rule.Code)}  {rule.Name.PadRight(names)}  {paint.Of(rule.DefaultSeverity, rule.DefaultSeverity.Word().PadRight(10))}  {(rule.HasFix ? "fix" : "   ")}  {rule.Title}");
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}
