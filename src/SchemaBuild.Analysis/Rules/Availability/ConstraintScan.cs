using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Existing rows are verified under a lock that stops writes.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES.</remarks>
internal sealed class ConstraintScan : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1003", "constraint-scan", Severity.Error, "A table is scanned under a lock to verify a constraint") { HasFix = true, DependsOnSize = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.Scans.Count == 0 && statement.Effects.ForeignKeyChecks.Count == 0) return;
        // What fails on the first row is a finding of its own.
        var scans = statement.Effects.Scans.Concat(statement.Effects.ForeignKeyChecks)
            .Where(scan => !scan.Cause.FailsOnAnyRow && !statement.IsUnused(scan.Relation) && statement.Effects.LockOn(scan.Relation).BlocksWrites());
        foreach (var scan in TableWork.Of(scans, statement))
        {
            var mode = statement.Effects.LockOn(scan.First.Relation);
            var remedy = scan.First.Cause.Remedy?.Invoke(findings.Major);
            findings.Add(
                statement,
                scan.Relation,
                $"{scan.First.Cause.What} reads all of {scan.Name} under {mode.SqlName()}, and {mode.Blocked()} on it{Parents(statement, scan.First)} waits until the last row is checked.{remedy.Sentence()}",
                remedy);
        }
    }

    /// <summary>The rows of a new foreign key are checked while the referenced table is locked, too.</summary>
    private static string Parents(AnalyzedStatement statement, WorkEffect scan)
    {
        if (!statement.Effects.ForeignKeyChecks.Contains(scan)) return "";
        var parents = ForeignKeyParents.Locked(statement).Where(key => key.Child.Id == scan.Relation.Id && scan.Cause.What.EndsWith($" {key.Constraint.Name}", StringComparison.Ordinal));
        return string.Concat(parents.Select(key => $" and on {key.Parent.Name}, which it references,"));
    }
}
