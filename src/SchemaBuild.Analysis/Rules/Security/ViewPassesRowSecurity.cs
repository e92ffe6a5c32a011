using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>After the last migration a view reads a table with row-level security as its own owner.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-createview.html.</remarks>
internal sealed class ViewPassesRowSecurity : Rule
{
    private const int InvokerSince = 15;

    public override RuleDescriptor Descriptor { get; } = new("SB6008", "view-passes-row-security", Severity.Warning, "A view shows rows that policies hide");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        if (findings.Major < InvokerSince) return;
        foreach (var (view, place) in history.Made<Relation>())
        {
            if (view is not { Kind: RelationKind.View, IsSecurityInvoker: false }) continue;
            if (view.DependsOn.Select(on => history.Catalog.Find(on.Object)).OfType<Relation>().FirstOrDefault(table => table.HasRowSecurity) is not { } guarded) continue;
            findings.Add(
                place,
                $"{view.Name} reads {guarded.Name} with the rights of the view's owner, for whom the policies of {guarded.Name} usually do not count: whoever may read the view sees all rows. "
                + $"Set security_invoker, so that the policies of the reader count: ALTER VIEW {view.Name.ToSql()} SET (security_invoker = true).",
                relations: [view.Name.ToString(), guarded.Name.ToString()]);
        }
    }
}
