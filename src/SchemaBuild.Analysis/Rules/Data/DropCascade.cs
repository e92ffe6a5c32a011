using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>CASCADE drops whatever depends on something, on that server, then.</summary>
/// <remarks>https://www.postgresql.org/docs/current/ddl-depend.html.</remarks>
internal sealed class DropCascade : Rule
{
    private const int Listed = 6;

    public override RuleDescriptor Descriptor { get; } = new("SB2005", "drop-cascade", Severity.Error, "CASCADE drops what the migration does not name");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        // What holds objects has a rule of its own.
        var named = statement.Effects.DroppedWithCascade.Where(item => item is not (Schema or Extension or Container) && !IsOfFile(statement, item)).ToList();
        if (named.Count == 0) return;
        var along = statement.Effects.Cascades.Where(cascade => !IsOfFile(statement, cascade.Object)).Select(cascade => $"{(cascade.Part is null ? Kind(cascade.Object) : $"{cascade.Part} of")} {cascade.Object.Name}").Distinct().ToList();
        var what = string.Join(" and ", named.Select(item => item.Name.ToString()).Distinct());
        var message = along.Count == 0
            ? $"No migration shows anything that depends on what is dropped with CASCADE here ({what}), so it can only do harm: what depends on it in production all the same, a view or a foreign key that somebody made by hand, goes without a word, under ACCESS EXCLUSIVE on its table. Leave CASCADE away; then PostgreSQL refuses instead."
            : $"CASCADE on {what} takes along {string.Join(", ", along.Take(Listed))}{(along.Count > Listed ? $" and {along.Count - Listed} more" : "")}, and whatever else depends on it on that server, each under ACCESS EXCLUSIVE on its table. Drop them by name before, and leave CASCADE away, so that PostgreSQL refuses when something is left.";
        findings.Add(statement.Statement, message, new Remedy("Drop by name what depends on it, and leave CASCADE away."), [.. named.OfType<Relation>().Select(relation => relation.Name.ToString()).Distinct()], LockMode.AccessExclusive.PgName());
    }

    private static bool IsOfFile(AnalyzedStatement statement, CatalogObject item) => item is Relation relation ? statement.IsOfFile(relation) : statement.IsOfFile(item.CreatedBy);

    private static string Kind(CatalogObject item) => ObjectNouns.Of(item);
}
