using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Effects;

/// <summary>The effects of a statement in the shape of INTERFACE section 6: only what existed before its transaction.</summary>
internal static class EffectsReport
{
    public static StatementReport Of(AnalyzedStatement statement)
    {
        var effects = statement.Effects;
        var rewritten = Names(effects.Rewrites.Select(work => work.Relation));
        return new StatementReport
        {
            File = statement.Statement.File.Source.Path,
            Line = statement.Statement.StartPosition.Line,
            Start = statement.Statement.File.Source.CharIndexOf(statement.Statement.Start),
            Sql = statement.Statement.Sql,
            Kind = statement.Kind,
            Transaction = statement.TransactionKind switch
            {
                TransactionKind.Wrapped => "wrapped",
                TransactionKind.Explicit => "explicit",
                _ => "none",
            },
            Locks = Sorted(effects.Locks.Where(held => Counts(held.Relation)).Select(held => (held.Relation.Name.ToString(), held.Mode.PgName()))),
            Rewrites = rewritten,
            Scans = [.. Names(effects.Scans.Where(work => work.IsAnnounced).Select(work => work.Relation)).Except(rewritten)],
            IndexBuilds = Sorted(effects.IndexBuilds.GroupBy(build => build.Relation.Name.ToString()).Select(group => (group.Key, group.Count()))),
            ForeignKeyChecks = effects.ForeignKeyChecks.Count,
            Error = effects.Refusal?.SqlState,
            NotAnalysed = [.. effects.NotAnalysed.Distinct()],
            UnknownRelations = Names(effects.Locks.Select(held => held.Relation).Where(relation => relation.IsAssumed)),
        };

        bool Counts(Relation relation) => !statement.IsNew(relation) && relation.Kind != RelationKind.CompositeType;

        List<string> Names(IEnumerable<Relation> relations) =>
            [.. relations.Where(Counts).Select(relation => relation.Name.ToString()).Distinct().Order(StringComparer.Ordinal)];
    }

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<(string Key, T Value)> pairs) =>
        new(pairs.ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal);
}
