using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Work that takes as long as a table is large, and harms nobody meanwhile, is cancelled by a limit that is made for queries.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY: a build that is cancelled leaves an invalid index.</remarks>
internal sealed class StatementTimeoutCapsLongWork : Rule
{
    /// <summary>A limit that was meant for long work.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromHours(1);

    public override RuleDescriptor Descriptor { get; } = new("SB4012", "statement-timeout-caps-long-work", Severity.Warning, "A statement_timeout ends an index build or a validation");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Before.Settings.Timeout("statement_timeout") is not { } limit || limit == TimeSpan.Zero || limit >= Enough) return;
        var effects = statement.Effects;
        var build = effects.IndexBuilds.Find(build => build.IsConcurrent && !statement.IsNew(build.Relation));
        var scan = effects.Scans.Find(scan => !effects.LockOn(scan.Relation).BlocksWrites() && !statement.IsNew(scan.Relation));
        if ((build?.Relation ?? scan?.Relation) is not { } table) return;
        var what = build is not null
            ? $"Building {build.IndexName} without blocking writes takes as long as {table.Name} is large, and the statement_timeout in force cancels it, which leaves an invalid index behind"
            : $"{scan!.Cause.What} takes as long as {table.Name} is large, and the statement_timeout in force cancels it, each time from the beginning";
        const string Advice = "Write SET statement_timeout = 0 before it: it blocks nobody, so nothing is won by ending it.";
        findings.Add(statement, table, $"{what}. {Advice}", new Remedy(Advice, $"SET statement_timeout = 0;\n{statement.Statement.Sql};"));
    }
}
