using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Judging;

/// <summary>
/// How long the statements of a file wait for locks that others wait behind: as long as the file says, or else as the runner says, which leaves alone a file
/// that names lock_timeout.
/// </summary>
internal sealed class LockLimits(ReplayedFile file)
{
    // Few files hold a lock that anybody waits for, so nothing is looked up before it is asked for.
    private readonly Lazy<AnalyzedStatement?> _named = new(() => file.Statements.FirstOrDefault(IsNamed), isThreadSafe: false);
    private readonly Lazy<bool> _resetsAll = new(() => file.Statements.Any(ResetsAll), isThreadSafe: false);

    /// <summary>Each strong lock on something that others use, the first of each statement.</summary>
    public IEnumerable<LockWait> Waits()
    {
        foreach (var statement in file.Statements)
        {
            if (statement.Effects.Refusal is not null) continue;
            var locked = FirstOf(statement);
            if (locked is not null) yield return new LockWait(statement, locked, Why(statement, locked));
        }
    }

    private static LockEffect? FirstOf(AnalyzedStatement statement)
    {
        foreach (var locked in statement.Effects.Locks)
            if (Counts(locked, statement)) return locked;
        return null;
    }

    private static bool Counts(LockEffect locked, AnalyzedStatement statement) =>
        locked.Mode.BlocksWrites() && locked.Relation.Kind is not (RelationKind.View or RelationKind.CompositeType) && !statement.IsNew(locked.Relation);

    /// <summary>Why it waits without a limit, as a clause; null if the runner or the file sets one.</summary>
    private string? Why(AnalyzedStatement statement, LockEffect locked)
    {
        if (locked.Limit is { } limit) return limit == TimeSpan.Zero ? $"line {Line(LastBefore(statement) ?? statement)} switches lock_timeout off" : null;
        if (_named.Value is { } named)
        {
            if (LastBefore(statement) is not { } last) return $"lock_timeout is set only later, on line {Line(named)}";
            if (last.After.Settings.Timeout(Name) is null) return ResetsAll(last) || IsReset(last) ? $"line {Line(last)} takes lock_timeout back" : $"line {Line(last)} names lock_timeout, so the runner sets none, and does not set it here";
            return last.TransactionKind == TransactionKind.None ? $"SET LOCAL on line {Line(last)} stands outside a transaction, where it has no effect" : $"the SET LOCAL of line {Line(last)} ended with its transaction";
        }

        if (!_resetsAll.Value) return null;
        var transaction = file.Statements.TakeWhile(before => before != statement).Where(before => before.Transaction == statement.Transaction).ToList();
        var limited = transaction.FindIndex(HasLimitOfRunner);
        var lost = limited < 0 ? -1 : transaction.FindIndex(limited, ResetsAll);
        return lost < 0 ? null : $"line {Line(transaction[lost])} takes back the lock_timeout that the runner has set";
    }

    private AnalyzedStatement? LastBefore(AnalyzedStatement statement) =>
        file.Statements.TakeWhile(before => before != statement).LastOrDefault(before => IsNamed(before) || ResetsAll(before));

    /// <summary>What only reads and writes rows waits for no lock that others queue behind.</summary>
    private static bool HasLimitOfRunner(AnalyzedStatement statement) =>
        statement.Kind is not ("DO" or "CALL" or "SELECT" or "COPY" or "DATA_MIGRATION" or "SET" or "RESET") || statement.Effects.Locks.Any(locked => locked.Mode > LockMode.RowExclusive);

    private const string Name = "lock_timeout";

    private static bool IsNamed(AnalyzedStatement statement) => statement.Statement.Sql.Contains(Name, StringComparison.OrdinalIgnoreCase);

    private static bool ResetsAll(AnalyzedStatement statement) => statement.Tree is VariableSetStmt { Kind: VariableSetKind.VAR_RESET_ALL } or DiscardStmt { Target: DiscardMode.DISCARD_ALL };

    private static bool IsReset(AnalyzedStatement statement) => statement.Tree is VariableSetStmt { Kind: VariableSetKind.VAR_RESET or VariableSetKind.VAR_SET_DEFAULT };

    private static int Line(AnalyzedStatement statement) => statement.Statement.StartPosition.Line;
}

/// <param name="Statement">What waits.</param>
/// <param name="Lock">For which lock.</param>
/// <param name="Unlimited">Why it waits without a limit, as a clause; null if there is one.</param>
internal sealed record LockWait(AnalyzedStatement Statement, LockEffect Lock, string? Unlimited);
