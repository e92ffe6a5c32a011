using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Which index a CLUSTER without one goes by.</summary>
internal static class ClusterMark
{
    public static void Put(Relation table, Index? index, Execution execution)
    {
        foreach (var own in table.Indexes.Select(execution.Catalog.Find).OfType<Index>())
            if (own.IsClustered != (own.Id == index?.Id)) execution.Replace(own with { IsClustered = own.Id == index?.Id });
    }
}
