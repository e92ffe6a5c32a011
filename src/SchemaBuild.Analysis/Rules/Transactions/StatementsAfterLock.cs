using SchemaBuild.PgQuery.Nodes;
using SchemaBuild.Analysis.Catalog;
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
                    var isReplaced = TakesThePlace(statement, kept.By, work.Relation);
                    findings.Add(
                        statement,
                        work.Relation,
                        $"{work.Cause.What} takes as long as {work.Relation.Name} is large, and all that time {kept.Lock.Relation.Name} stays under the {kept.Lock.Mode.SqlName()} of line "
                        + $"{kept.By.Statement.StartPosition.Line}: {kept.Lock.Mode.Blocked()} on it waits. {(isReplaced ? $"{ReplaceAdvice} Until then the old one does its work." : "Put the two into separate migrations.")}",
                        isReplaced ? new Remedy(ReplaceAdvice) : Split(file, transaction, statement));
                    break;
                }

                if (held.Count > 0 && Read(statement) is { } read)
                {
                    var (locked, by) = held[0];
                    findings.Add(
                        statement,
                        read,
                        $"This query takes as long as {read.Name} is large, and all that time {locked.Relation.Name} stays under the {locked.Mode.SqlName()} of line {by.Statement.StartPosition.Line}: {locked.Mode.Blocked()} on it waits. "
                        + "Put the two into separate migrations.",
                        Split(file, transaction, statement));
                    break;
                }

                held.AddRange(statement.StrongLocks.Where(locked => !HeldLocks.IsDropped(statement, locked.Relation)).Select(locked => (locked, statement)));
            }
        }
    }

    /// <summary>The table that a query at the top level reads from one end to the other: no WHERE, no LIMIT, and not the least or greatest value, for which there is an index.</summary>
    private static Relation? Read(AnalyzedStatement statement) => statement.Tree is SelectStmt { WhereClause: null, LimitCount: null, FromClause: [RangeVar], TargetList: var targets }
        && !targets.OfType<ResTarget>().All(target => target.Val is FuncCall { Funcname: [.., StringValue { Sval: "min" or "max" or "setval" }] } or FuncCall { Args: [.., FuncCall { Funcname: [.., StringValue { Sval: "min" or "max" }] }] })
            ? statement.Effects.Locks.FirstOrDefault(locked => locked is { Mode: LockMode.AccessShare, Relation.Kind: RelationKind.Table or RelationKind.PartitionedTable } && !statement.IsNew(locked.Relation))?.Relation
            : null;

    private const string ReplaceAdvice = "Make the new one first, under a name of its own (an index CONCURRENTLY, a constraint as NOT VALID and validated later), and drop the old one in a migration after that.";

    /// <summary>True if the lock comes from dropping what this makes anew: to part the two in this order would leave a time without either.</summary>
    private static bool TakesThePlace(AnalyzedStatement statement, AnalyzedStatement dropped, Relation table)
    {
        var (gone, made) = (dropped.CatalogChanges, statement.CatalogChanges);
        return made.AddedIndexes.Any(pair => pair.Table.Id == table.Id && gone.DroppedIndexes.Any(old => old.Table.Id == table.Id && (old.Index.KeyColumns.Any(pair.Index.KeyColumns.Contains) || old.Index.Name == pair.Index.Name)))
            || made.NewConstraints.Any(pair => pair.Table.Id == table.Id && gone.DroppedConstraints.Any(old =>
                old.Table.Id == table.Id && old.Constraint.Kind == pair.Constraint.Kind && (old.Constraint.Name == pair.Constraint.Name || old.Constraint.Columns.ToHashSet().SetEquals(pair.Constraint.Columns))));
    }

    private static (WorkEffect Work, (LockEffect Lock, AnalyzedStatement By) Kept)? Find(AnalyzedStatement statement, List<(LockEffect Lock, AnalyzedStatement By)> held)
    {
        var effects = statement.Effects;
        var work = effects.Rewrites.Concat(effects.Scans).Concat(effects.ForeignKeyChecks)
            .Concat(effects.IndexBuilds.Where(build => !build.IsConcurrent).Select(build => new WorkEffect(build.Relation, build.Cause)));
        // What fails on the first row only succeeds where there is none.
        foreach (var one in work.Where(one => !one.Cause.FailsOnAnyRow && !statement.IsNew(one.Relation)))
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
