using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A policy of a table on which row-level security is off does nothing.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-createpolicy.html: "row-level security must be enabled on the table … in order for created policies to be applied".</remarks>
internal sealed class PolicyWithoutRowSecurity : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6012", "policy-without-row-security", Severity.Warning, "A policy is made for a table whose row-level security is off");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        foreach (var statement in file.Statements)
        {
            foreach (var (before, policy) in statement.Changes<Policy>())
            {
                if (before is not null || end.Find(policy.Id) is null || end.Find(policy.Table) is not Relation { IsAssumed: false, HasRowSecurity: false } table) continue;
                findings.Add(
                    statement,
                    table,
                    $"The policy {policy.Name.Name} does nothing: row-level security of {table.Name} is off when the file ends, so every role that may read or write the table reads and writes all of its rows. "
                    + "Switch it on in the same file, after the policies.",
                    new Remedy("Switch row-level security on.", $"{statement.Statement.Sql};\nALTER TABLE {table.Name.ToSql()} ENABLE ROW LEVEL SECURITY;"));
            }
        }
    }
}
