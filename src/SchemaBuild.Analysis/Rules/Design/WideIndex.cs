using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An index over many columns.</summary>
internal sealed class WideIndex : Rule
{
    private const int Most = 3;

    public override RuleDescriptor Descriptor { get; } = new("SB5023", "wide-index", Severity.Suggestion, "An index has many key columns");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, index) in statement.CatalogChanges.AddedIndexes)
        {
            // A unique index needs all its columns, and only a btree is of less use for each one that comes later.
            if (index is not { IsUnique: false, AccessMethod: "btree", Parent: null, KeyColumns.Length: > Most }) continue;
            findings.Add(
                statement,
                table,
                $"{index.Name.Name} has {index.KeyColumns.Length} key columns: a query uses those up to the first that it does not compare for equality, and every UPDATE of any of them writes the index. "
                + $"Keep the {Most} that narrow most, and put columns that are only read behind INCLUDE.");
        }
    }
}
