using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A constraint holds for new rows only, and later migrations leave it so.</summary>
internal sealed class NotValidNeverValidated : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5001", "not-valid-never-validated", Severity.Suggestion, "A NOT VALID constraint is never validated");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        foreach (var change in history.Changes)
        {
            // The last file may be waiting for the next one to validate what it adds.
            if (change is not { IsAdded: true, Constraint: { IsValidated: false, IsEnforced: true, IsInherited: false } added } || change.File == history.Linted.Count - 1) continue;
            if (history.Catalog.Find(change.Table) is not Relation table || table.FindConstraint(added.Name) is not { IsValidated: false, CreatedBy: var createdBy } || createdBy != added.CreatedBy) continue;
            var use = added.Kind switch
            {
                ConstraintKind.NotNull => "the column counts as one that may hold NULL",
                ConstraintKind.ForeignKey => "rows may still reference what is not there",
                _ => "the planner makes no use of it, SET NOT NULL does not, and ATTACH PARTITION does not",
            };
            findings.Add(
                change.Place,
                $"{added.Name} of {table.Name} is NOT VALID, and none of the later migrations validates it: old rows may break it, and {use}. Write ALTER TABLE {table.Name.ToSql()} VALIDATE CONSTRAINT {Identifier.Quote(added.Name)} in a new migration; reads and writes go on meanwhile.",
                new Effects.Remedy("Validate it in a new migration.", $"ALTER TABLE {table.Name.ToSql()} VALIDATE CONSTRAINT {Identifier.Quote(added.Name)};"),
                [table.Name.ToString()]);
        }
    }
}
