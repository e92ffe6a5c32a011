using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A schema gets another name, or an object another schema: names with the old schema, and search paths, find nothing.</summary>
internal sealed class MoveToSchema : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3009", "move-to-schema", Severity.Error, "A schema is renamed, or an object moved to another one, that running code may still use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var end = transaction[^1].After.Catalog;
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                foreach (var loss in statement.Effects.Losses)
                {
                    if (!Names.IsUsed(statement, loss.Object) || Names.IsServed(loss.Object, end) || statement.After.Catalog.Find(loss.Object.Id) is not { } now || end.Find(loss.Object.Id) is null) continue;
                    switch (loss)
                    {
                        case { Kind: LossKind.Rename, Object: Schema schema }:
                            findings.Add(
                                statement.Statement,
                                $"The schema {schema.Name} is called {now.Name} from the commit on: statements of the running version that name it, and search paths that hold it, find none of its tables, views and functions any more (42P01, 42883). "
                                + "Make a schema of the new name, move one object after the other and leave a view of the old name for each, and drop the old schema in a later release.",
                                new Remedy("Move one object after the other, and leave views."));
                            break;
                        case { Kind: LossKind.Move, Object: var moved }:
                            var remedy = moved is Relation { Kind: not RelationKind.CompositeType } table ? Names.ThroughView(statement, table, now) : new Remedy("Make it anew in the other schema, move the code over, and drop the old one in a later release.");
                            var message = $"{Names.Noun(moved)} {moved.Name} is {now.Name} from the commit on: statements of the running version that name it with its schema, or find it by a search path without {now.Name.Schema}, fail with {ObjectNouns.MissingState(moved)}.{remedy.Sentence()}";
                            if (moved is Relation relation) findings.Add(statement, relation, message, remedy);
                            else findings.Add(statement.Statement, message, remedy);
                            break;
                    }
                }
            }
        }
    }
}
