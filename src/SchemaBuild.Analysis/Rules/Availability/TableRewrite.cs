using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A table that others already use is written anew while nobody can use it.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES.</remarks>
internal sealed class TableRewrite : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1002", "table-rewrite", Severity.Error, "A table is rewritten under a lock") { HasFix = true, DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.Rewrites.Count == 0) return;
        // What fails on the first row is a finding of its own.
        var rewrites = statement.Effects.Rewrites.Where(rewrite => !rewrite.Cause.FailsOnAnyRow && !statement.IsUnused(rewrite.Relation));
        foreach (var rewrite in TableWork.Of(rewrites, statement))
        {
            var mode = statement.Effects.LockOn(rewrite.First.Relation);
            var indexes = statement.Effects.IndexBuilds.Count(build => build.Relation.Id == rewrite.First.Relation.Id);
            var rebuilt = indexes switch
            {
                0 => "",
                1 => " and its index rebuilt",
                _ => $" and its {indexes} indexes rebuilt",
            };
            var remedy = rewrite.First.Cause.Remedy?.Invoke(findings.Major);
            findings.Add(
                statement,
                rewrite.Relation,
                $"{rewrite.First.Cause.What}: {rewrite.Name} is rewritten row by row{rebuilt} under {mode.SqlName()}, and {mode.Blocked()} waits until that is done.{remedy.Sentence()}",
                remedy);
        }
    }
}
