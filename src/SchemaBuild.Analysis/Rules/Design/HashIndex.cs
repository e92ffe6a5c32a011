using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An index that knows nothing but equality.</summary>
internal sealed class HashIndex : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5024", "hash-index", Severity.Suggestion, "An index is a hash index");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, index) in statement.CatalogChanges.AddedIndexes)
        {
            if (index is not { AccessMethod: "hash", Parent: null }) continue;
            findings.Add(
                statement,
                table,
                $"{index.Name.Name} is a hash index: it answers = alone, cannot be unique, cannot hold several columns or return a value, and sorts nothing. "
                + "A btree does all of that; hash is worth it only where long values are compared for equality and measuring has shown it.");
        }
    }
}
