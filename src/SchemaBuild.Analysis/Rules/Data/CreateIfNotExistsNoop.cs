using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>IF NOT EXISTS finds something of that name which is not what the statement would make.</summary>
internal sealed class CreateIfNotExistsNoop : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2012", "create-if-not-exists-noop", Severity.Error, "IF NOT EXISTS keeps something else of the same name");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var skip in statement.Effects.Skips)
        {
            if (skip.Differences.Count == 0) continue;
            findings.Add(
                statement.Statement,
                $"{skip.Existing.Name} exists already, so this does nothing, without an error, and the database goes on with what is there: {string.Join("; ", skip.Differences)}. "
                + "Change the existing one with ALTER, or create the new one under a name of its own.",
                relations: [skip.Existing.Name.ToString()]);
        }
    }
}
