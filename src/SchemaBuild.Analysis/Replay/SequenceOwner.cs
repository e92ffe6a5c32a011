using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>OWNED BY of CREATE and ALTER SEQUENCE.</summary>
internal static class SequenceOwner
{
    public static void Set(Sequence sequence, IReadOnlyList<Node> options, Execution execution)
    {
        if (DefElems.Find(options, "owned_by")?.Arg is not NodeList name) return;
        Release(sequence, execution);
        if (name.Items is [StringValue { Sval: "none" }])
        {
            execution.Replace(sequence with { OwnedBy = null, OwnedByColumn = 0 });
            return;
        }

        var table = execution.GetRelation(NodeNames.Owner(name));
        execution.Lock(table, LockMode.AccessShare);
        if (!table.IsAssumed && table.Kind is (RelationKind.MaterializedView or RelationKind.CompositeType)) throw new RefusedException("42809", $"sequence cannot be owned by relation \"{table.Name.Name}\"");
        if (table.Name.Schema != sequence.Name.Schema) throw new RefusedException("55000", "sequence must be in same schema as table it is linked to");
        var column = NodeNames.Text(name.Items[^1]);
        Execution.RequireColumn(table, column);
        execution.Replace(sequence with { OwnedBy = table.Id, OwnedByColumn = table.FindColumn(Identifier.Truncate(column))?.Number ?? 0 });
        execution.Replace(table with { OwnedSequences = table.OwnedSequences.Add(sequence.Id) });
    }

    private static void Release(Sequence sequence, Execution execution)
    {
        if (sequence.IsIdentity) throw new RefusedException("0A000", "cannot change ownership of identity sequence");
        if (sequence.OwnedBy is { } id && execution.Catalog.Find(id) is Relation old) execution.Replace(old with { OwnedSequences = old.OwnedSequences.Remove(sequence.Id) });
    }
}
