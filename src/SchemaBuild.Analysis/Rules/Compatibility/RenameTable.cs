using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Something that the running version names gets another name.</summary>
internal sealed class RenameTable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3008", "rename-table", Severity.Error, "A table, view, type or function is renamed that running code may still use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var (start, end) = (transaction[0].Before.Catalog, transaction[^1].After.Catalog);
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                foreach (var loss in statement.Effects.Losses)
                {
                    if (loss is not { Kind: LossKind.Rename, Column: null, Object: not Schema and var old } || !Names.IsUsed(statement, old)) continue;
                    var taker = Empty(old, end, statement);
                    if (taker is null && Names.IsServed(old, end)) continue;
                    // A name that came and went within the transaction was nobody's.
                    if (start.Find(old.NameSpace, old.Key)?.Id is { } known && known != old.Id || start.Find(old.Id) is { } first && first.Key != old.Key) continue;
                    if (statement.After.Catalog.Find(old.Id) is not { } now || end.Find(old.Id) is null) continue;
                    // What takes the name of another was made to replace it, and had no users yet.
                    if (start.Find(now.NameSpace, now.Key) is { } replaced && replaced.Id != old.Id) continue;
                    if (taker is not null)
                    {
                        findings.Add(statement, (Relation)old, TakenOver((Relation)old, now, taker));
                        continue;
                    }

                    var remedy = OldName(statement, old, now);
                    var message = $"{Names.Noun(old)} {old.Name} is called {now.Name.Name} from the commit on: statements of the running version that name it fail with {ObjectNouns.MissingState(old)}, and those of the new version failed before.{remedy.Sentence()}";
                    if (old is Relation relation) findings.Add(statement, relation, message, remedy);
                    else findings.Add(statement.Statement, message, remedy);
                }
            }
        }
    }

    /// <summary>A table of the old name that this file has made, and that has no rows, be it in a partition.</summary>
    private static Relation? Empty(CatalogObject old, CatalogState end, AnalyzedStatement statement) =>
        old is Relation { Kind: RelationKind.Table or RelationKind.PartitionedTable } && end.Find(NameSpace.Relation, old.Name) is Relation { Kind: RelationKind.Table or RelationKind.PartitionedTable } taker && taker.Id != old.Id
        && IsEmpty(taker, end, statement) ? taker : null;

    private static bool IsEmpty(Relation table, CatalogState end, AnalyzedStatement statement) =>
        statement.IsOfFile(table.CreatedBy) && table.FilledBy == 0 && table.Children.Select(end.Find).OfType<Relation>().All(child => IsEmpty(child, end, statement));

    private static string TakenOver(Relation old, CatalogObject now, Relation taker)
    {
        var lost = old.KnowsColumns && taker.KnowsColumns ? old.Columns.Where(column => taker.FindColumn(column.Name) is null).Select(column => column.Name).ToList() : [];
        var columns = lost.Count == 0 ? "" : $", and statements that name {Prose.List(lost)} fail with 42703";
        return $"The table {old.Name} is called {now.Name.Name} from the commit on, and a table that this file has made and not filled takes its name: the running version finds none of its rows there, without an error{columns}. "
            + "Fill the new table first, in batches while a trigger writes to both, and exchange the names in a later migration when the two are equal.";
    }

    private static Remedy OldName(AnalyzedStatement statement, CatalogObject old, CatalogObject now) => old switch
    {
        Relation { Kind: RelationKind.Table or RelationKind.PartitionedTable or RelationKind.View or RelationKind.ForeignTable or RelationKind.MaterializedView } relation => Names.ThroughView(statement, relation, now),
        Function => new Remedy("Make a function of the new name beside it, move the callers, and drop the old one in a later release."),
        _ => new Remedy("Keep the name; if it must change, make a new one beside it, move the code over, and drop the old one in a later release."),
    };
}
