using System.Globalization;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A file takes the limit away for which a statement would wait for its lock, or sets one that limits nothing.</summary>
/// <remarks>https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT.</remarks>
internal sealed class LockTimeoutIneffective : Rule
{
    /// <summary>For so long, users would take the application for dead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override RuleDescriptor Descriptor { get; } = new("SB4010", "lock-timeout-ineffective", Severity.Warning, "A lock is waited for without a limit, or for too long");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        var reasons = new HashSet<string>();
        foreach (var wait in new LockLimits(file).Waits())
        {
            var reason = wait.Unlimited ?? (wait.Lock.Limit > Patience ? $"lock_timeout is {Text(wait.Lock.Limit.Value)} here" : null);
            if (reason is null || !reasons.Add(reason)) continue;
            findings.Add(
                wait.Statement,
                wait.Lock.Relation,
                $"{wait.Lock.Mode.SqlName()} on {wait.Lock.Relation.Name} is waited for {(wait.Unlimited is null ? "too long" : "without a limit")}: {reason}. Behind one long query, this statement queues, and {wait.Lock.Mode.Blocked()} "
                + $"on {wait.Lock.Relation.Name} queues behind it. {Advice(wait)}",
                wait.Statement.TransactionKind == TransactionKind.None || wait.Statement.Tree is PgQuery.Nodes.DoStmt ? null : new Remedy(Advice(wait), $"SET LOCAL lock_timeout = '2s';\n{wait.Statement.Statement.Sql};"));
        }
    }

    private static string Advice(LockWait wait) => wait.Statement.TransactionKind == TransactionKind.None
        ? "Write SET lock_timeout = '2s' before it."
        : "Write SET LOCAL lock_timeout = '2s' before it, in the same transaction.";

    private static string Text(TimeSpan limit) => limit.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{limit.TotalMinutes:0.#} min")
        : string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.#} s");
}
