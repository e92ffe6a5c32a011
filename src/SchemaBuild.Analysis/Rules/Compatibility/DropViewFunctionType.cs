using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A view, function, type, sequence or policy goes that the running version may use.</summary>
internal sealed class DropViewFunctionType : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3010", "drop-view-function-type", Severity.Error, "A view, function, type, sequence or policy is dropped that running code may still use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var (start, end) = (transaction[0].Before.Catalog, transaction[^1].After.Catalog);
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                if (statement.Effects.Losses.Count == 0) continue;
                // What CASCADE takes along, and what goes with its schema, are findings of their own.
                if (statement.Effects.Losses.Any(loss => loss.Object is Schema or Container)) continue;
                var along = statement.Effects.Cascades.Where(cascade => cascade.Part is null).Select(cascade => cascade.Object.Id).ToHashSet();
                foreach (var loss in statement.Effects.Losses.Where(loss => loss is { Kind: LossKind.Drop, Column: null }))
                {
                    if (loss.Object is not (Relation { Kind: not (RelationKind.Table or RelationKind.PartitionedTable) } or Function or UserType or Sequence or Policy)) continue;
                    if (along.Contains(loss.Object.Id) || !Names.IsUsed(statement, loss.Object)) continue;
                    // It may have been renamed aside in the same transaction: what counts is the name that code knows.
                    if (Harm(start.Find(loss.Object.Id) ?? loss.Object, start, end) is not { } harm) continue;
                    var message = $"{harm} Remove its use from the code in the release before; then allow this finding with a reason.";
                    if (loss.Object is Relation relation) findings.Add(statement, relation, message);
                    else findings.Add(statement.Statement, message);
                }
            }
        }
    }

    private static string? Harm(CatalogObject gone, CatalogState start, CatalogState end)
    {
        switch (gone)
        {
            case Policy policy:
                if (end.Find(policy.Table) is not Relation table || end.UsersOf(table.Id).OfType<Policy>().Any(other => other.Table == table.Id && other.Command == policy.Command && other.IsPermissive == policy.IsPermissive)) return null;
                if (!table.HasRowSecurity) return null;
                return policy.IsPermissive
                    ? $"The policy {policy.Name.Name} of {table.Name} is dropped: rows that only it lets roles see or write are gone for the running version, without an error."
                    : $"The restrictive policy {policy.Name.Name} of {table.Name} is dropped: rows that it has kept from roles are theirs from the commit on.";
            case Relation { Kind: RelationKind.View or RelationKind.MaterializedView } view when end.Find(NameSpace.Relation, view.Name) is Relation again:
                var lost = view.KnowsColumns && again.KnowsColumns ? view.Columns.Where(column => again.FindColumn(column.Name) is null).Select(column => column.Name).ToList() : [];
                return lost.Count == 0 ? null : $"{Names.Noun(view)} {view.Name} comes back without {Prose.List(lost)}: statements of the running version that name {(lost.Count == 1 ? "it" : "them")} fail with 42703.";
            case EnumType labels when end.Find(NameSpace.Type, labels.Name) is EnumType again:
                var missing = labels.Values.Select(value => value.Label).Except(again.Values.Select(value => value.Label)).Select(label => $"'{label}'").ToList();
                return missing.Count == 0 ? null : $"{Names.Noun(labels)} {labels.Name} comes back without {Prose.List(missing)}: statements of the running version that give {(missing.Count == 1 ? "it" : "them")} fail with 22P02.";
            // The columns of the type have gone or changed in the same transaction, which are findings of their own; what casts to it wrote them.
            case UserType type when start.UsersOfType(type.Name).OfType<Relation>().Any():
                return null;
            default:
                return Names.IsServed(gone, end) ? null : $"{Names.Noun(gone)} {gone.Name} is dropped: statements of the running version that use it fail with {ObjectNouns.MissingState(gone)}.";
        }
    }
}
