using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>One ALTER TABLE after the other goes through the same table, where one would do.</summary>
internal sealed class CombineAlters : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4005", "combine-alters", Severity.Warning, "A table is rewritten or scanned more than once") { DependsOnSize = true };

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        var passes = new Dictionary<int, AnalyzedStatement>();
        foreach (var statement in file.Statements)
        {
            var works = statement.Kind == "ALTER_TABLE" ? statement.Effects.Rewrites.Concat(statement.Effects.Scans).Where(work => !work.Cause.FailsOnAnyRow).DistinctBy(work => work.Relation.Id).ToList() : [];
            foreach (var table in passes.Keys.Where(id => works.TrueForAll(work => work.Relation.Id != id) && Parts(statement, id)).ToList()) passes.Remove(table);
            foreach (var work in works)
            {
                // VALIDATE and what else reads under a weak lock must stay by itself.
                if (statement.IsNew(work.Relation) || statement.Effects.LockOn(work.Relation) != LockMode.AccessExclusive) continue;
                if (passes.TryAdd(work.Relation.Id, statement) || passes[work.Relation.Id] == statement) continue;
                var first = passes[work.Relation.Id];
                findings.Add(
                    statement,
                    work.Relation,
                    $"{work.Relation.Name} is gone through again under ACCESS EXCLUSIVE, which line {first.Statement.StartPosition.Line} has done already; that doubles the time for which every read and write waits. "
                    + "One ALTER TABLE with both commands, separated by a comma, does it once.",
                    new Remedy("Write both commands in one ALTER TABLE."));
            }
        }
    }

    /// <summary>What is filled, dropped or changed between two commands may need the first, and the second may need it, so they cannot be one.</summary>
    private static bool Parts(AnalyzedStatement statement, int table)
    {
        var changes = statement.CatalogChanges;
        return statement.Effects.RowChanges.Exists(change => change.Relation.Id == table) || statement.Effects.Losses.Any(loss => loss.Object.Id == table)
            || changes.AlteredColumns.Any(pair => pair.Table.Id == table) || changes.DroppedConstraints.Any(pair => pair.Table.Id == table);
    }
}
