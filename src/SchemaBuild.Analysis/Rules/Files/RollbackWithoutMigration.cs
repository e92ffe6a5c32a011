using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A rollback file that belongs to no migration.</summary>
internal sealed class RollbackWithoutMigration : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0007", "rollback-without-migration", Severity.Error, "A rollback file has no migration");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        var versions = history.Migrations.Where(file => file.Name is not null).Select(file => file.Name!.Number).ToHashSet();
        foreach (var file in history.Rollbacks)
        {
            if (file.Name is not null && !versions.Contains(file.Name.Number))
                findings.Add(file, 0, 0, $"No migration has version {file.Name.Version}, so this file would never run. Rename it after its migration or delete it.");
        }
    }
}
