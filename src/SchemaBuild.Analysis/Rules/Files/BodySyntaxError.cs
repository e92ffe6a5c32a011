using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>PostgreSQL cannot parse the code of a function, procedure or DO block.</summary>
/// <remarks>https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-CHECK-FUNCTION-BODIES.</remarks>
internal sealed class BodySyntaxError : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0010", "body-syntax-error", Severity.Error, "The code of a function or block cannot be parsed");

    public override bool JudgesRefused => true;

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.BodyError is not { } error) return;
        var consequence = statement.Effects.Refusal is null
            ? "check_function_bodies is off, so PostgreSQL takes it, and every call fails."
            : $"PostgreSQL refuses the statement with {error.SqlState}, and the migration fails here.";
        findings.Add(statement.Statement, $"{error.Message}. {consequence}", place: error.Place);
    }
}
