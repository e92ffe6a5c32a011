using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An UPDATE or DELETE of a table that others use has no condition, or one that every row meets.</summary>
internal sealed class NoWhere : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2030", "no-where", Severity.Error, "Every row of a table is updated or deleted") { DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var change in statement.Effects.RowChanges)
        {
            if (change is not { Command: RowCommand.Update or RowCommand.Delete, Scope: RowScope.Whole, IsBatched: false }) continue;
            if (statement.IsNew(change.Relation) || statement.IsBackfill) continue;
            var (verb, left) = change.Command == RowCommand.Update ? ("updates", ", and leaves a dead version of each") : ("deletes", "");
            var why = change.Tautology is { } reason ? $"The condition holds for every row ({reason}), so this" : "Without a condition this";
            var remedy = Batches.RemedyOf(change, statement);
            findings.Add(
                statement.Statement,
                $"{why} {verb} all of {change.Relation.Name}{left}: the rows stay locked against other writers until the transaction ends, which takes longer the larger the table is.{remedy.Sentence()}",
                remedy,
                [change.Relation.Name.ToString()],
                statement.Effects.LockOn(change.Relation).PgName(),
                change.Place);
        }
    }
}
