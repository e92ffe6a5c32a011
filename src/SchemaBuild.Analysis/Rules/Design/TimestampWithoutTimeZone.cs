using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A timestamp whose moment depends on who reads it.</summary>
internal sealed class TimestampWithoutTimeZone : NewColumnRule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5064", "timestamp-without-time-zone", Severity.Suggestion, "A point in time is stored without its time zone");

    protected override bool Applies(NewColumn column, AnalyzedStatement statement) => IsBuiltIn(column.Column, "timestamp", "timetz");

    protected override string Message(string theyAre, IReadOnlyList<NewColumn> columns) =>
        (IsBuiltIn(columns[0].Column, "timetz") ? $"{theyAre} time with time zone, which has an offset but no day, so that nobody can tell what it is in summer. Write timestamptz, or time." : $"{theyAre} timestamp without time zone: what now() puts there depends on the session's TimeZone, and readers with another one take it for another moment. Write timestamptz, which stores the moment in the same 8 bytes.");
}
