using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>ENABLE ROW LEVEL SECURITY without a policy: nobody but the owner sees a row.</summary>
internal sealed class RowSecurityWithoutPolicy : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6010", "row-security-without-policy", Severity.Warning, "Row-level security is on and no policy lets anybody in");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        foreach (var statement in file.Statements)
        {
            foreach (var (before, table) in statement.Changes<Relation>())
            {
                if (!table.HasRowSecurity || before is { HasRowSecurity: true } || end.Find(table.Id) is not Relation { HasRowSecurity: true }) continue;
                if (end.All.OfType<Policy>().Any(policy => policy.Table == table.Id && policy.IsPermissive)) continue;
                findings.Add(
                    statement,
                    before ?? table,
                    $"Row-level security is switched on for {table.Name} and no permissive policy exists: every role but its owner, superusers and those with BYPASSRLS sees no row and can write none. "
                    + "Create the policies in the same file, before it is switched on.");
            }
        }
    }
}
