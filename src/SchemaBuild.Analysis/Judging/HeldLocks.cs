using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>The locks that a transaction holds on tables that others use: PostgreSQL keeps each until the end.</summary>
internal static class HeldLocks
{
    /// <summary>Partitions and children are locked with their parent and in its order, so they are one with it.</summary>
    public static Relation RootOf(Relation relation, AnalyzedStatement statement)
    {
        while ((statement.After.Catalog.Find(relation.Id) as Relation ?? relation).Parents is [var parent, ..]
            && (statement.Before.Catalog.Find(parent) ?? statement.After.Catalog.Find(parent)) is Relation above && above.Id != relation.Id) relation = above;
        return relation;
    }

    /// <summary>What is dropped is not in use any more.</summary>
    public static bool IsDropped(AnalyzedStatement statement, Relation relation) =>
        statement.Effects.Losses.Any(loss => loss is { Kind: LossKind.Drop, Column: null } && loss.Object.Id == relation.Id);
}
