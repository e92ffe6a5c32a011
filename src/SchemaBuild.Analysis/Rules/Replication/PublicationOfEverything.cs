using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>FOR ALL TABLES or TABLES IN SCHEMA: tables that are made later are published, too.</summary>
internal sealed class PublicationOfEverything : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7001", "publication-of-everything", Severity.Warning, "A publication holds tables that nobody named");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, publication) in statement.Changes<Publication>())
        {
            var schemas = publication.Schemas.Except(before?.Schemas ?? []).ToList();
            if ((!publication.AllTables || before is { AllTables: true }) && schemas.Count == 0) continue;
            var what = publication.AllTables ? "every table of the database" : $"every table of {string.Join(", ", schemas)}";
            findings.Add(
                statement.Statement,
                $"Publication {publication.Name} holds {what}, those that are made later included. UPDATE and DELETE fail on each one without primary key or replica identity, "
                + "subscribers stop at a table that they do not have, and only a superuser can create it. Name the tables: FOR TABLE a, b.");
        }
    }
}
