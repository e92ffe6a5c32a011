using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A file leaves the limit to whoever applies it. SchemaBuild's runner sets one, so this is for those who apply their migrations with another.</summary>
internal sealed class LockTimeoutMissing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4011", "lock-timeout-missing", Severity.None, "A file does not say how long to wait for a lock") { HasFix = true };

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (new LockLimits(file).Waits().FirstOrDefault(wait => wait is { Unlimited: null, Lock.Limit: null }) is not { } wait) return;
        var set = wait.Statement.TransactionKind == TransactionKind.None ? "SET" : "SET LOCAL";
        findings.Add(
            wait.Statement,
            wait.Lock.Relation,
            $"Nothing in this file limits how long it waits for {wait.Lock.Mode.SqlName()} on {wait.Lock.Relation.Name}, while {wait.Lock.Mode.Blocked()} on it waits behind. SchemaBuild's runner sets lock_timeout by itself (StepLockTimeout); "
            + $"for another runner, write {set} lock_timeout = '2s' before it.",
            new Remedy($"Write {set} lock_timeout = '2s' before it.", $"{set} lock_timeout = '2s';\n{wait.Statement.Statement.Sql};")
            {
                Rewrite = () => new Rewrite { What = $"{set} lock_timeout", Before = [new ExtraStatement("SET LOCAL lock_timeout = '2s'", ExtraKind.Setting)] },
            });
    }
}
