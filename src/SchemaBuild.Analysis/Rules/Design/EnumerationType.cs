using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A list of values becomes a type, which can grow and never shrink.</summary>
/// <remarks>https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS.</remarks>
internal sealed class EnumerationType : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5070", "enumeration-type", Severity.Suggestion, "A list of values is made a type");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, type) in statement.Changes<EnumType>())
        {
            if (before is not null) continue;
            findings.Add(
                statement.Statement,
                $"Values of the enum {type.Name} can be added and renamed, but neither removed nor put in another order without a new type and a rewrite of every table that uses it. Where the list may change, use a table of values with a foreign key, or text with a CHECK.");
        }
    }
}
