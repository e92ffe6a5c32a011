using System.CommandLine;

namespace SchemaBuild.Tool.Commands;

/// <summary>An option that takes one of a few words.</summary>
internal static class Choice
{
    public static Option<string> Create(string name, string description, string byDefault, params IReadOnlyList<string> words)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => byDefault,
        };
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word))
                result.AddError($"{name} takes {string.Join(", ", words.SkipLast(1))} or {words[^1]}, not '{word}'.");
        });
        return option;
    }
}
