using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Whatever uses a domain with constraints pays for them at each change.</summary>
internal sealed class DomainWithConstraint : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5003", "domain-with-constraint", Severity.Suggestion, "A domain has constraints of its own");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, domain) in statement.Changes<Domain>())
        {
            if (before is not null || (!domain.NotNull && domain.Constraints.IsEmpty)) continue;
            var what = domain.Constraints.IsEmpty ? "NOT NULL" : domain.NotNull ? "NOT NULL and a CHECK" : "a CHECK";
            findings.Add(
                statement.Statement,
                $"The domain {domain.Name} has {what} of its own: each new column of it rewrites its table under ACCESS EXCLUSIVE, whatever its default, and each later change of the constraint reads all tables that use it while writes wait. "
                + "Write the condition as a CHECK of the column, which can be added as NOT VALID, table by table.");
        }
    }
}
