using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>After the last migration autovacuum leaves a table alone.</summary>
internal sealed class AutovacuumDisabled : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5029", "autovacuum-disabled", Severity.Suggestion, "Autovacuum is switched off for a table");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        foreach (var statement in file.Statements)
        {
            foreach (var (before, table) in statement.Changes<Relation>())
            {
                if (table.HasAutovacuum || before is { HasAutovacuum: false } || end.Find(table.Id) is not Relation { HasAutovacuum: false, Persistence: not Persistence.Temporary }) continue;
                findings.Add(
                    statement,
                    before ?? table,
                    $"Nothing cleans up {table.Name} any more: dead rows stay and it grows, its statistics age and plans go wrong, until a vacuum against wraparound comes at the worst time. "
                    + "Tune autovacuum for the table instead, as with autovacuum_vacuum_scale_factor, or switch it on again in the same file.");
            }
        }
    }
}
