using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A CHECK whose outcome may change while the row does not.</summary>
/// <remarks>https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS: "PostgreSQL assumes that CHECK constraints' conditions are immutable".</remarks>
internal sealed class VolatileCheck : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5005", "volatile-check", Severity.Warning, "A CHECK depends on more than its row");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, constraint) in statement.CatalogChanges.NewConstraints)
        {
            if (constraint is not { Kind: ConstraintKind.Check, IsInherited: false, Volatility: not Volatility.Immutable } || table.Persistence == Persistence.Temporary) continue;
            var kind = constraint.Volatility == Volatility.Stable ? "STABLE, such as one that looks at the time or at settings" : "VOLATILE";
            findings.Add(
                statement,
                table,
                $"The CHECK {constraint.Name} of {table.Name} calls a function that is {kind}: a row that was right when it was written may be wrong later, and PostgreSQL does not look again until the row is written anew, the constraint validated "
                + "or a dump restored, which then fails with 23514. Compare columns with constants, or call a function that is declared IMMUTABLE and is so; what depends on the time belongs in a trigger or in the application.");
        }
    }
}
