using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>While a table is locked, work goes on that grows with a table and does not need that lock.</summary>
internal sealed class StatementsAfterLock : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4003", "statements-after-lock", Severity.Warning, "Long work goes on while a table is locked") { DependsOnSize = true };

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var held = new List<(LockEffect Lock, AnalyzedStatement By)>();
            foreach (var statement in transaction)
            {
                if (held.Count > 0 && Find(statement, held) is var (work, kept))
                {
                    findings.Add(
                        statement,
                        work.Relation,
                        $"{work.Cause.What} takes as long as {work.Relation.Name} is large, and all that time {kept.Lock.Relation.Name} stays under the {kept.Lock.Mode.SqlName()} of line "
                        + $"{kept.By.Statement.StartPosition.Line}: {kept.Lock.Mode.Blocked()} on it waits. Put the two into separate migrations.",
                        Split(file, transaction, statement));
                    break;
                }

                held.AddRange(statement.StrongLocks.Where(locked => !HeldLocks.IsDropped(statement, locked.Relation)).Select(locked => (locked, statement)));
            }
        }
    }

    private static (WorkEffect Work, (LockEffect Lock, AnalyzedStatement By) Kept)? Find(AnalyzedStatement statement, List<(LockEffect Lock, AnalyzedStatement By)> held)
    {
        var effects = statement.Effects;
        var work = effects.Rewrites.Concat(effects.Scans).Concat(effects.ForeignKeyChecks)
            .Concat(effects.IndexBuilds.Where(build => !build.IsConcurrent).Select(build => new WorkEffect(build.Relation, build.Cause)));
        foreach (var one in work.Where(one => !statement.IsNew(one.Relation)))
        {
            var isBuild = effects.IndexBuilds.Exists(build => build.Relation.Id == one.Relation.Id);
            foreach (var kept in held)
            {
                // On the locked table itself the work is longer under the stronger lock only; validation after NOT VALID has a rule of its own.
                var isSame = kept.Lock.Relation.Id == one.Relation.Id;
                if (!isSame || (isBuild && kept.Lock.Mode > effects.LockOn(one.Relation))) return (one, kept);
            }
        }

        return null;
    }

    /// <summary>The statements before it and those from it on, as two files.</summary>
    public static Remedy Split(ReplayedFile file, IReadOnlyList<AnalyzedStatement> transaction, AnalyzedStatement at)
    {
        const string Advice = "Put the two into separate migrations.";
        if (file.File.Statements.Count != transaction.Count) return new Remedy(Advice);
        var index = transaction.TakeWhile(statement => statement != at).Count();
        return new Remedy(Advice, Text(transaction.Take(index)), Text(transaction.Skip(index)));
    }

    private static string Text(IEnumerable<AnalyzedStatement> statements) => string.Join('\n', statements.Select(statement => statement.Statement.Sql + ";"));
}
