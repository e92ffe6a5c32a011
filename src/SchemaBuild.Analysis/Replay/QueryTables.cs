using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Tables and materialized views that are made of a query.</summary>
internal static class QueryTables
{
    public static void Create(IntoClause into, Node query, RelationKind kind, bool ifNotExists, Execution execution)
    {
        var name = execution.NewName(into.Rel!);
        // The query is analysed before the name is looked at.
        var result = QueryLocks.Analyze(query, execution).Renamed(into.ColNames);
        result.DemandDistinct();
        StorageParameters.DemandOfTable(into.Options, execution.Major);
        if (!execution.MakeRoom(NameSpace.Relation, name, ifNotExists)) return;
        if (!into.SkipData) QueryLocks.Execute(query, execution);

        var created = (Relation)execution.Add(new Relation
        {
            Name = name,
            Kind = kind,
            Persistence = into.Rel!.Relpersistence switch
            {
                "t" => Persistence.Temporary,
                "u" => Persistence.Unlogged,
                _ => Persistence.Permanent,
            },
            IsDroppedOnCommit = into.OnCommit == OnCommitAction.ONCOMMIT_DROP,
            Columns = result.Columns,
            NextColumn = result.Columns.Length + 1,
            IsIncomplete = !result.IsKnown,
            DependsOn = kind == RelationKind.MaterializedView ? QueryReferences.Of(query, execution) : [],
            IsPopulated = !into.SkipData,
            FilledBy = into.SkipData ? 0 : execution.Session.Transaction,
        });
        if (!into.SkipData) execution.Effects.Fills.Add(created);
    }
}
