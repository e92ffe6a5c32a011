using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Two migrations, or two rollback files, have one version.</summary>
internal sealed class DuplicateVersion : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0003", "duplicate-version", Severity.Error, "Two files have the same version");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        foreach (var files in new[] { history.Migrations, history.Rollbacks })
        {
            foreach (var group in files.Where(file => file.Name is not null).GroupBy(file => file.Name!.Number).Where(group => group.Count() > 1))
            {
                var first = group.First();
                foreach (var file in group.Skip(1))
                    findings.Add(file, 0, 0, $"Version {file.Name!.Version} is taken by {first.Source.Path}. Only one of them could be applied: give this file the next free version.");
            }
        }
    }
}
