using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>One transaction changes as many rows as happen to meet a condition.</summary>
internal sealed class UnbatchedBackfill : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2031", "unbatched-backfill", Severity.Error, "Any number of rows is changed in one transaction") { DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var change in statement.Effects.RowChanges)
        {
            if (change is not { Command: RowCommand.Update or RowCommand.Delete or RowCommand.Merge, Scope: RowScope.Filtered, IsBatched: false }) continue;
            if (statement.IsNew(change.Relation) || statement.IsBackfill) continue;
            var verb = change.Command switch
            {
                RowCommand.Update => "updated",
                RowCommand.Delete => "deleted",
                _ => "merged",
            };
            var remedy = Batches.RemedyOf(change, statement);
            findings.Add(
                statement.Statement,
                $"Nothing limits how many rows of {change.Relation.Name} are {verb} in one transaction. Each stays locked against other writers until it ends, and replicas get all at once.{remedy.Sentence()}",
                remedy,
                [change.Relation.Name.ToString()],
                statement.Effects.LockOn(change.Relation).PgName(),
                change.Place);
        }
    }
}
