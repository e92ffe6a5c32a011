using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>The lists of an ivfflat index are made of the rows that are there when it is built.</summary>
/// <remarks>https://github.com/pgvector/pgvector#ivfflat.</remarks>
internal sealed class IvfflatWithoutRows : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7007", "ivfflat-without-rows", Severity.Warning, "An ivfflat index is built before there are rows");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        var filled = new HashSet<int>();
        foreach (var statement in file.Statements)
        {
            foreach (var (table, index) in statement.CatalogChanges.AddedIndexes)
            {
                if (index.AccessMethod != "ivfflat" || !statement.IsOfFile(table) || filled.Contains(table.Id)) continue;
                findings.Add(
                    statement,
                    table,
                    $"{table.Name} has no rows yet, so {index.Name.Name} gets its lists from nothing, and rows that come later are put into lists that do not fit them: searches find few of the nearest. "
                    + "Build it when the rows are there, in a later migration, or take hnsw, which needs none.");
            }

            filled.UnionWith(statement.Effects.RowChanges.Select(change => change.Relation.Id));
            filled.UnionWith(statement.Effects.Fills.Select(relation => relation.Id));
        }
    }
}
