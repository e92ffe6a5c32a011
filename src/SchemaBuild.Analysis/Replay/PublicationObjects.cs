using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What CREATE and ALTER PUBLICATION name.</summary>
internal static class PublicationObjects
{
    /// <summary>Ids of the tables, locked.</summary>
    public static ImmutableArray<int> Tables(IReadOnlyList<Node> objects, Execution execution)
    {
        var tables = ImmutableArray.CreateBuilder<int>();
        foreach (var name in objects.OfType<PublicationObjSpec>().Select(item => item.Pubtable?.Relation).OfType<RangeVar>())
        {
            var table = execution.GetRelation(name);
            // Partitions come with their partitioned table, children are named one by one.
            foreach (var member in name.Inh && table.Kind != RelationKind.PartitionedTable ? execution.WithDescendants(table) : [table])
            {
                execution.Lock(member, LockMode.ShareUpdateExclusive);
                if (!tables.Contains(member.Id)) tables.Add(member.Id);
            }
        }

        return tables.ToImmutable();
    }

    public static ImmutableArray<string> Schemas(IReadOnlyList<Node> objects, Execution execution) =>
    [
        .. objects.OfType<PublicationObjSpec>().Select(item => item.Pubobjtype switch
        {
            PublicationObjSpecType.PUBLICATIONOBJ_TABLES_IN_SCHEMA => item.Name,
            PublicationObjSpecType.PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA => execution.NewName(new QualifiedName("", "")).Schema,
            _ => "",
        }).Where(schema => schema.Length > 0),
    ];
}
