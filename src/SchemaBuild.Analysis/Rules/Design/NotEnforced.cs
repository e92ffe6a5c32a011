using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A constraint is written down and never checked.</summary>
/// <remarks>https://www.postgresql.org/docs/18/sql-createtable.html, ENFORCED.</remarks>
internal sealed class NotEnforced : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5002", "not-enforced", Severity.Suggestion, "A constraint is NOT ENFORCED");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.CatalogChanges is { Altered.Count: 0, Created.Count: 0 }) return;
        var switchedOff = statement.CatalogChanges.Altered.SelectMany(pair => pair.After.Constraints
            .Where(after => !after.IsEnforced && pair.Before.FindConstraint(after.Name) is { IsEnforced: true }).Select(after => (pair.After, after)));
        foreach (var (table, constraint) in statement.CatalogChanges.NewConstraints.Concat(switchedOff))
        {
            if (constraint.IsEnforced || constraint.IsInherited || table.Persistence == Persistence.Temporary) continue;
            var later = constraint.Kind == ConstraintKind.ForeignKey
                ? "ALTER CONSTRAINT … ENFORCED checks the rows later, while writes wait; dropping it and adding it as NOT VALID does not make them wait."
                : "It cannot be validated later (VALIDATE CONSTRAINT fails with 42809), only dropped and added as NOT VALID.";
            findings.Add(
                statement,
                table,
                $"{constraint.Name} of {table.Name} is NOT ENFORCED: PostgreSQL never checks it, neither the old rows nor new ones, so it says what should be and not what is. {later} If it is meant as a note, allow this finding with a reason.");
        }
    }
}
