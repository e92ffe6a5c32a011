using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A vector index of a table with rows is built with the memory that every maintenance gets.</summary>
/// <remarks>https://github.com/pgvector/pgvector#index-build-time.</remarks>
internal sealed class VectorIndexMemory : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7003", "vector-index-memory", Severity.Warning, "A vector index is built without the memory for it") { DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.IndexBuilds.Count == 0 || statement.Before.Settings.IsSet("maintenance_work_mem")) return;
        // REINDEX, or a rewrite of the table, builds as CREATE INDEX does; ON ONLY a partitioned table builds nothing.
        var built = statement.Effects.IndexBuilds.Where(build => !statement.IsNew(build.Relation))
            .Select(build => (Table: build.Relation, Index: statement.After.Catalog.Find(NameSpace.Relation, build.Relation.Name with { Name = build.IndexName }) as Index))
            .Where(build => build.Index is { AccessMethod: "hnsw" or "ivfflat" }).ToList();
        if (built is not [var (table, index), .. var more]) return;
        // Partitions get the same, one after the other.
        var names = index!.Name.Name + (more.Count == 0 ? " is" : more.Count == 1 ? " and another one are" : $" and {more.Count} others are");
        findings.Add(
            statement,
            table,
            (index.AccessMethod == "hnsw"
                ? $"{names} built in maintenance_work_mem, 64 MB unless the server says otherwise; from the moment the graph of {table.Name} does not fit any more, each further row costs many times as much. "
                : $"{names} built in maintenance_work_mem, 64 MB unless the server says otherwise; if the sample for its lists does not fit, the build fails. ")
            + "Set it in the same file before, as SET maintenance_work_mem = '8GB', within the memory of the server, and max_parallel_maintenance_workers with it.");
    }
}
