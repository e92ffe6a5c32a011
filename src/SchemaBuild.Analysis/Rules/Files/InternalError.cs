using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>The analysis itself failed, so nothing is known about what a statement does.</summary>
internal sealed class InternalError : Rule
{
    public static RuleDescriptor Rule { get; } = new("SB0099", "internal-error", Severity.Error, "The analysis itself failed");

    public override RuleDescriptor Descriptor => Rule;

    public static string Message(string what, Exception failure) =>
        $"{what} failed in SchemaBuild itself ({failure.GetType().Name}: {failure.Message}), so nothing is known about what this does. "
        + "Check it by hand, allow this finding with a reason, and please report it with the statement at https://github.com/schemabuild/schemabuild/issues.";

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Failure is { } failure) findings.Add(statement.Statement, Message($"The model of {statement.Kind.Replace('_', ' ')}", failure));
    }
}
