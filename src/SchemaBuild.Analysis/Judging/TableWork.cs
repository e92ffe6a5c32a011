using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Work on a table and, for the same reason, on its partitions: one thing to say, however many there are.</summary>
/// <param name="First">The first of it.</param>
/// <param name="Relation">The table that the statement names, or the only one.</param>
/// <param name="Name">Its name, with the number of its parts if there are several.</param>
internal sealed record TableWork(WorkEffect First, Relation Relation, string Name)
{
    public static IEnumerable<TableWork> Of(IEnumerable<WorkEffect> works, AnalyzedStatement statement)
    {
        var all = works.ToList();
        if (all.Count == 0) yield break;
        foreach (var group in all.GroupBy(work => (Root: HeldLocks.RootOf(work.Relation, statement).Id, work.Cause.What)))
        {
            var first = group.First();
            var parts = group.Select(work => work.Relation.Id).Distinct().Count();
            var root = HeldLocks.RootOf(first.Relation, statement);
            yield return parts == 1 && root.Kind != RelationKind.PartitionedTable || statement.Effects.LockOn(root) < statement.Effects.LockOn(first.Relation)
                ? new TableWork(first, first.Relation, first.Relation.Name.ToString())
                : new TableWork(first, root, $"{root.Name} ({parts} {(root.Kind == RelationKind.PartitionedTable ? "partition" : "table")}{(parts == 1 ? "" : "s")})");
        }
    }
}
