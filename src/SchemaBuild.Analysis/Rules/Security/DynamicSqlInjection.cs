using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A function executes text of its caller as SQL.</summary>
/// <remarks>https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-QUOTE-LITERAL-EXAMPLE.</remarks>
internal sealed class DynamicSqlInjection : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6011", "dynamic-sql-injection", Severity.Warning, "A function executes text of its caller as SQL");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var injection in statement.Effects.Injections)
        {
            findings.Add(
                statement.Statement,
                $"EXECUTE runs a string that holds {injection.Source} as the caller gave it, so a caller can end the statement there and write another, which runs with the rights of this function. "
                + "Give values by USING $1, and put names in by format with %I (%L for literals), or declare the parameter as regclass.",
                place: injection.Place);
        }
    }
}
