using System.Text.RegularExpressions;
using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What a branch or a loop of PL/pgSQL does to the schema is replayed as if it were reached. If it is not, later statements meet other objects than the catalogue has.</summary>
internal static partial class UnsureNames
{
    /// <summary>Remembers what a statement behind a condition has changed.</summary>
    /// <param name="state">After it.</param>
    /// <param name="before">The catalogue before it.</param>
    /// <param name="touched">Ids of all that it may have changed.</param>
    public static SessionState Note(SessionState state, CatalogState before, IEnumerable<int> touched)
    {
        if (before == state.Catalog) return state;
        var names = new HashSet<string>();
        foreach (var id in touched)
        {
            switch (before.Find(id), state.Catalog.Find(id))
            {
                case (Relation old, Relation now):
                    names.UnionWith(old.Columns.Except(now.Columns).Concat(now.Columns.Except(old.Columns)).Select(column => column.Name));
                    names.UnionWith(old.Constraints.Except(now.Constraints).Concat(now.Constraints.Except(old.Constraints)).Select(constraint => constraint.Name));
                    if (old.Name != now.Name) names.UnionWith([old.Name.Name, now.Name.Name]);
                    break;
                case var (old, now) when !Equals(old, now):
                    names.UnionWith(new[] { old, now }.OfType<CatalogObject>().Select(item => item.Name.Name));
                    break;
            }
        }

        return names.IsSubsetOf(state.Unsure) ? state : state with { Unsure = state.Unsure.Union(names) };
    }

    /// <summary>After a statement that is put together at run time, unless its constant parts show that it is about rows, anything may be there or not.</summary>
    public static SessionState NoteUnread(SessionState state, string expression)
    {
        var constant = string.Concat(Strings().Matches(expression).Select(part => part.Value));
        return IsAboutRows().IsMatch(constant) && !IsAboutSchema().IsMatch(constant) ? state : state with { Unsure = state.Unsure.Add(Any) };
    }

    /// <summary>Whether a message of the server's rests on what nobody can be sure of.</summary>
    public static bool AreIn(string message, SessionState state)
    {
        if (state.Unsure.IsEmpty) return false;
        if (state.Unsure.Contains(Any) && (message.Contains("already exists", StringComparison.Ordinal) || message.Contains("does not exist", StringComparison.Ordinal))) return true;
        return message.Split('"').Where((_, part) => part % 2 == 1).Any(name => state.Unsure.Contains(name.Split('(')[0]));
    }

    // No name is empty.
    private const string Any = "";

    [GeneratedRegex(@"'[^']*'|\$(\w*)\$.*?\$\1\$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Strings();

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|COPY|TRUNCATE|ANALYZE|VACUUM|REFRESH|REINDEX|LOCK|GRANT|REVOKE|COMMENT|SET|NOTIFY|VALIDATE)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsAboutRows();

    [GeneratedRegex(@"\b(CREATE|ALTER|DROP|RENAME|IMPORT|DO|CALL|EXECUTE)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsAboutSchema();
}
