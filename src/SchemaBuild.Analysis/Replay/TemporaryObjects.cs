using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What lives as long as its session, or its transaction.</summary>
internal static class TemporaryObjects
{
    /// <summary>Drops those that go by themselves, at the end of a transaction or a session; no statement is to blame for it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="last">The statement after which they go; null if there was none, and so none of them.</param>
    /// <param name="which">Which of them.</param>
    public static void Drop(Session session, SqlStatement? last, Func<CatalogObject, bool> which)
    {
        if (last is not null && session.State.Catalog.HasTemporary) Drop(new Execution(session, last), which);
    }

    /// <summary>Drops them, and what depends on them.</summary>
    public static void Drop(Execution execution, Func<CatalogObject, bool> which)
    {
        foreach (var temporary in execution.Catalog.All.Where(item => item.Name.Schema == "pg_temp" && which(item)).OrderBy(item => item is not Relation).ThenBy(item => item.Id).ToList())
            if (execution.Catalog.Find(temporary.Id) is { } still) new ObjectRemoval(execution, cascade: true).Remove(still);
    }
}
