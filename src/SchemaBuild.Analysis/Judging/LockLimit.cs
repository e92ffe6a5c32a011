using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>A limit for the wait, where the lock itself cannot be had cheaper.</summary>
internal static class LockLimit
{
    public static Remedy Remedy(AnalyzedStatement statement)
    {
        var set = statement.TransactionKind == TransactionKind.None ? "SET" : "SET LOCAL";
        return new Remedy(
            $"Write {set} lock_timeout = '2s' before it, so that it gives up and is tried again instead of making everybody wait.",
            $"{set} lock_timeout = '2s';\n{statement.Statement.Sql};");
    }
}
