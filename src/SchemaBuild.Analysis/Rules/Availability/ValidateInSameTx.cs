using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Rows are verified under a weak lock while the same transaction still holds a strong one on their table.</summary>
/// <remarks>A transaction keeps every lock until it ends, https://www.postgresql.org/docs/current/explicit-locking.html.</remarks>
internal sealed class ValidateInSameTx : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1007", "validate-in-same-tx", Severity.Error, "A constraint is validated while its transaction locks the table") { HasFix = true };

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var held = new Dictionary<int, (LockMode Mode, AnalyzedStatement By)>();
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                foreach (var scan in statement.Effects.Scans.Concat(statement.Effects.ForeignKeyChecks).DistinctBy(scan => scan.Relation.Id))
                {
                    if (statement.IsUnused(scan.Relation) || statement.Effects.LockOn(scan.Relation).BlocksWrites() || !held.TryGetValue(scan.Relation.Id, out var kept)) continue;
                    var remedy = StatementsAfterLock.Split(file, transaction, statement) with
                    {
                        Advice = "Validate in a later migration.",
                        Rewrite = statement.Tree is AlterTableStmt ? () => new Rewrite { What = "VALIDATE CONSTRAINT in a transaction of its own", BeginsTransaction = true } : null,
                    };
                    findings.Add(
                        statement.Statement,
                        $"{scan.Cause.What} reads all of {scan.Relation.Name} under a lock that lets writes go on, but the transaction still holds the {kept.Mode.SqlName()} of line {kept.By.Statement.StartPosition.Line}: "
                        + $"{kept.Mode.Blocked()} on it waits until the last row is checked.{remedy.Sentence()}",
                        remedy,
                        [scan.Relation.Name.ToString()],
                        kept.Mode.PgName());
                }

                foreach (var locked in statement.Effects.Locks.Where(locked => locked.Mode.BlocksWrites()))
                    if (!held.TryGetValue(locked.Relation.Id, out var before) || before.Mode < locked.Mode) held[locked.Relation.Id] = (locked.Mode, statement);
            }
        }
    }
}
