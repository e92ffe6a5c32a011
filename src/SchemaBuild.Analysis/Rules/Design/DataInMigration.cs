using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A migration puts rows into a table that the application owns.</summary>
internal sealed class DataInMigration : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5069", "data-in-migration", Severity.Suggestion, "A migration inserts rows into a table that is in use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        var tables = new HashSet<int>();
        foreach (var statement in file.Statements)
        {
            if (statement.IsBackfill) continue;
            foreach (var change in statement.Effects.RowChanges)
            {
                if (change is not { Command: RowCommand.Insert, Relation.Kind: RelationKind.Table or RelationKind.PartitionedTable } || statement.IsOfFile(change.Relation) || !tables.Add(change.Relation.Id)) continue;
                findings.Add(
                    statement.Statement,
                    $"Rows are inserted into {change.Relation.Name}, which was there before: in each environment they meet other rows, so keys may clash, and what was changed by hand since is not seen. Let the application insert what it needs, or give the rows ON CONFLICT DO NOTHING and mark the file -- schemabuild:backfill.",
                    relations: [change.Relation.Name.ToString()],
                    place: change.Place);
            }
        }
    }
}
