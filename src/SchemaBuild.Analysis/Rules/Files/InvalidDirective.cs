using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A <c>-- schemabuild:</c> comment that says nothing known.</summary>
internal sealed class InvalidDirective : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0006", "invalid-directive", Severity.Error, "A schemabuild comment cannot be understood");

    public override void Judge(MigrationFile file, FindingSink findings)
    {
        foreach (var directive in file.Directives)
            if (directive.Error is { } error) findings.Add(file, directive.Start, directive.End, error);
    }
}
