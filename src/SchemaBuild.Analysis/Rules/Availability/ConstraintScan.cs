using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Existing rows are verified under a lock that stops writes.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES.</remarks>
internal sealed class ConstraintScan : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1003", "constraint-scan", Severity.Error, "A table is scanned under a lock to verify a constraint");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var scan in statement.Effects.Scans.Concat(statement.Effects.ForeignKeyChecks))
        {
            var mode = statement.Effects.LockOn(scan.Relation);
            if (statement.IsNew(scan.Relation) || !mode.BlocksWrites()) continue;
            var remedy = scan.Cause.Remedy?.Invoke(findings.Major);
            findings.Add(
                statement,
                scan.Relation,
                $"{scan.Cause.What} reads all of {scan.Relation.Name} under {mode.SqlName()}, and {mode.Blocked()} on it waits until the last row is checked.{remedy.Sentence()}",
                remedy);
        }
    }
}
