using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A new column must have a value, and the old rows have none.</summary>
/// <remarks>https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN.</remarks>
internal sealed class AddRequiredColumn : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2002", "add-required-column", Severity.Error, "A required column has no value for the rows that are there");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.Scans.Count == 0 && statement.Effects.Rewrites.Count == 0) return;
        var works = statement.Effects.Scans.Concat(statement.Effects.Rewrites).Where(work => work.Cause.FailsOnAnyRow && !statement.IsUnused(work.Relation));
        foreach (var work in TableWork.Of(works, statement))
        {
            var remedy = work.First.Cause.Remedy?.Invoke(findings.Major);
            findings.Add(
                statement,
                work.Relation,
                $"{work.First.Cause.What} gives the rows that are there no value: it fails with 23502 as soon as {work.Relation.Name} has one, and INSERTs of the running version, which leave the column out, would fail the same way. "
                + $"With a DEFAULT of a constant, which is stored once, it would take an instant. Where no constant is right: {Lower(remedy.Sentence().TrimStart())}",
                remedy);
        }
    }

    private static string Lower(string sentence) => sentence.Length == 0 ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
