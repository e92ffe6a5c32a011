using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Logical replication carries rows, not changes of the schema.</summary>
/// <remarks>https://www.postgresql.org/docs/current/logical-replication-restrictions.html.</remarks>
internal sealed class PublishedTableChange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7006", "published-table-change", Severity.Warning, "Subscribers do not get a change of a published table");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, after) in statement.CatalogChanges.Altered)
        {
            if (statement.IsNew(before) || !IsPublished(before, statement, findings)) continue;
            var change = statement.CatalogChanges.AddedColumns.FirstOrDefault(added => added.Table.Id == after.Id) is { Column: { } more } ? ($"gets the column {more.Name}", "before")
                : statement.CatalogChanges.DroppedColumns.FirstOrDefault(dropped => dropped.Table.Id == after.Id) is { Column: { } gone } ? ($"loses the column {gone.Name}", "after")
                : statement.CatalogChanges.AlteredColumns.FirstOrDefault(pair => pair.Table.Id == after.Id && (pair.Before.Type != pair.After.Type || pair.Before.Name != pair.After.Name)) is { Before: { } old } ? ($"changes the column {old.Name}", "at the same moment as")
                : default((string What, string When)?);
            if (change is not var (what, when)) continue;
            findings.Add(
                statement,
                before,
                $"{before.Name} is published for logical replication and {what} here; subscribers are not told. The first row that does not fit their table stops the replication, and the publisher keeps all its log until it goes on. "
                + $"Make the same change on each subscriber {when} this one.");
        }
    }

    private static bool IsPublished(Relation table, AnalyzedStatement statement, FindingSink findings) =>
        findings.Stats.Find(table.Name.ToString()) is { IsPublished: true }
        || statement.Before.Catalog.Publications.Any(publication => publication.AllTables || publication.Tables.Contains(table.Id) || publication.Schemas.Contains(table.Name.Schema));
}
