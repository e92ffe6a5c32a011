using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A list of values becomes a type, which can grow and never shrink.</summary>
/// <remarks>https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS.</remarks>
internal sealed class EnumerationType : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5070", "enumeration-type", Severity.Suggestion, "A list of values is made a type");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var (start, end) = (file.Statements[0].Before.Catalog, file.Statements[^1].After.Catalog);
        foreach (var statement in file.Statements.Where(statement => statement.Effects.Refusal is null))
        {
            foreach (var (before, type) in statement.Changes<EnumType>())
            {
                // One that takes the place of another, whose values could only be removed so, is no new choice.
                if (before is not null || start.Find(NameSpace.Type, (end.Find(type.Id) ?? type).Name) is EnumType) continue;
                findings.Add(
                    statement.Statement,
                    $"Values of the enum {type.Name} can be added and renamed, but neither removed nor put in another order without a new type and a rewrite of every table that uses it. Where the list may change, use a table of values with a foreign key, or text with a CHECK.");
            }
        }
    }
}
