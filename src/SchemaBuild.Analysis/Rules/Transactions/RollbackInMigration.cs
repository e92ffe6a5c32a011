using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A ROLLBACK undoes what the file has done before it.</summary>
internal sealed class RollbackInMigration : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4001", "rollback-in-migration", Severity.Error, "A migration undoes its own work");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var rollback in file.Rollbacks)
        {
            findings.Add(
                rollback,
                "ROLLBACK undoes everything since the transaction began, so those statements are not executed at all, and the migration counts as applied without them. "
                + "Delete the ROLLBACK, or the statements that it undoes.");
        }
    }
}
