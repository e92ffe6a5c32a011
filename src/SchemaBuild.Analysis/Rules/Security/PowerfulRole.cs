using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A role becomes superuser, passes row-level security, manages roles, or may pass its rights on.</summary>
internal sealed class PowerfulRole : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6005", "powerful-role", Severity.Warning, "A role gets rights beyond single objects");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var role in statement.Effects.Roles)
        {
            findings.Add(
                statement.Statement,
                $"Role {role.Role} gets {string.Join(", ", role.Powers)}, which reaches past the rights on single objects. Whoever gets hold of it, or of a statement that it runs, has them too. Grant the rights on the objects that it needs.");
        }

        foreach (var grant in statement.Effects.Privileges)
        {
            if (!grant.CanBePassedOn) continue;
            findings.Add(
                statement.Statement,
                $"{string.Join(", ", grant.Grantees)} may pass the right on (WITH GRANT OPTION), so who has it is no longer decided by the migrations. Leave the option out, and grant to each role that needs it.");
        }
    }
}
