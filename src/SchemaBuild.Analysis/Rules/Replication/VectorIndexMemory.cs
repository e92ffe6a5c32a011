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
        foreach (var (table, index) in statement.CatalogChanges.AddedIndexes)
        {
            if (index.AccessMethod is not ("hnsw" or "ivfflat") || statement.IsNew(table) || statement.Before.Settings.IsSet("maintenance_work_mem")) continue;
            findings.Add(
                statement,
                table,
                (index.AccessMethod == "hnsw"
                    ? $"{index.Name.Name} is built in maintenance_work_mem, 64 MB unless the server says otherwise; from the moment the graph of {table.Name} does not fit any more, each further row costs many times as much. "
                    : $"{index.Name.Name} is built in maintenance_work_mem, 64 MB unless the server says otherwise; if the sample for its lists does not fit, the build fails. ")
                + "Set it in the same file before, as SET maintenance_work_mem = '8GB', within the memory of the server, and max_parallel_maintenance_workers with it.");
        }
    }
}
