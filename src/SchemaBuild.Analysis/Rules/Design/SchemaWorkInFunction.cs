using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A function changes the schema, or every row of a table, whenever it is called.</summary>
internal sealed class SchemaWorkInFunction : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5072", "schema-work-in-function", Severity.Suggestion, "A function changes the schema or a whole table when it is called");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var work in statement.Effects.BodyWork)
        {
            findings.Add(
                statement.Statement,
                $"Each call of this function {work.What}, with all the locks that this takes, at times that no migration knows. Do it in a migration, or make sure that nobody but a job at a quiet time calls the function.",
                place: work.Place);
        }
    }
}
