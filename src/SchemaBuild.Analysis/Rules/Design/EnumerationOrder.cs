using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A new value of an enum is sorted last because nobody said otherwise.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-DETAILS.</remarks>
internal sealed class EnumerationOrder : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5071", "enumeration-order", Severity.Suggestion, "A value is added to an enum without its place");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Tree is not AlterEnumStmt { OldVal: "", NewValNeighbor: "" } added) return;
        var name = NodeNames.Qualified(added.TypeName);
        var last = statement.Changes<EnumType>().Select(change => change.Before).OfType<EnumType>().FirstOrDefault()?.Values.LastOrDefault().Label;
        findings.Add(
            statement.Statement,
            $"'{added.NewVal}' becomes the greatest value of {name}: ORDER BY, < and max go by the order of the values, and a place cannot be changed later. Write {(last is null ? "AFTER or BEFORE another value" : $"AFTER '{last}'")} to show that this is meant.");
    }
}
