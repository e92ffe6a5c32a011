using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A change of rows that runs outside the runner's transaction, and that a second run would do again.</summary>
internal sealed class NonRepeatableDataChange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2032", "non-repeatable-data-change", Severity.Error, "A change of rows outside a transaction cannot be repeated");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.TransactionKind != TransactionKind.None) return;
        foreach (var change in statement.Effects.RowChanges)
        {
            if (change.IsRepeatable || statement.IsNew(change.Relation)) continue;
            var (what, instead) = change.Command == RowCommand.Insert
                ? ("inserts the rows again", "Add ON CONFLICT DO NOTHING, or move it to a file that runs in a transaction.")
                : ("changes the rows again", "Let the condition leave out the rows that are done, or move it to a file that runs in a transaction.");
            findings.Add(
                statement.Statement,
                $"This runs outside a transaction, so it may be half done or done unrecorded when the process dies, and running it once more {what} in {change.Relation.Name}. {instead}",
                new Remedy(instead),
                [change.Relation.Name.ToString()],
                place: change.Place);
        }
    }
}
