using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Something is executed that nobody can know before it runs.</summary>
/// <remarks>https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN.</remarks>
internal sealed class NotAnalysed : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6090", "not-analysed", Severity.Suggestion, "A statement executes what is not known before");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var what in statement.Effects.NotAnalysed.Distinct())
        {
            findings.Add(
                statement.Statement,
                $"{what} Nothing is said about its locks, and later statements are judged as if it changed nothing. Write the statement out, or EXECUTE a constant string.");
        }
    }
}
