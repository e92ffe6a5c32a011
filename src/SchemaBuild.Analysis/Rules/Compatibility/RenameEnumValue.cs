using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A value of an enum gets another name while running code reads and writes the old one.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertype.html.</remarks>
internal sealed class RenameEnumValue : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3060", "rename-enum-value", Severity.Error, "A value of an enum is renamed that running code still uses");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Rename, Object: EnumType type, Column: { } value }) continue;
            if (!type.IsAssumed && (statement.IsOfFile(type.CreatedBy) || type.Values.Any(known => known.Label == value && known.AddedBy >= statement.FirstTransaction))) continue;
            findings.Add(
                statement.Statement,
                $"From the moment this commits, '{value}' is no value of {type.Name} any more: every statement of the running version that writes or compares with it fails with 22P02, and what it reads is a name that it does not know. "
                + "Add the new value, let the application write it and read both, change the old rows in batches, and leave the old value unused.");
        }
    }
}
