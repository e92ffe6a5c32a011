using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An <c>allow</c> that silences nothing hides the next real finding.</summary>
internal sealed class UnusedAllow : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0008", "unused-allow", Severity.Warning, "An allow comment silences nothing");

    public override bool JudgesLast => true;

    // Only after the last migration it is certain that nothing more is found.
    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        foreach (var file in history.Linted) Judge(file.Directives, file, findings);
    }

    private static void Judge(IReadOnlyList<Directive> directives, MigrationFile file, FindingSink findings)
    {
        foreach (var directive in directives)
        {
            if (directive is not { Verb: "allow", Error: null, Used: false }) continue;
            var codes = string.Join(", ", directive.Codes);
            findings.Add(file, directive.Start, directive.End, directive.Until is { } until && until <= findings.Today
                ? $"This allow of {codes} ended on {until:yyyy-MM-dd}. Mend the statement, or set a new date."
                : $"No finding of {codes} is silenced by this allow. Delete it.");
        }
    }
}
